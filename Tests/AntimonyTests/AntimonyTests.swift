import Testing
import Antimony
