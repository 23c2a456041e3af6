import SBML
import Testing
