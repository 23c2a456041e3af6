import Testing
import Equations
