import Testing
import Solving
