import Testing
import Formulas
