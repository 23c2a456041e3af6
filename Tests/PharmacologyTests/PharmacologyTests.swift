import Testing
import Pharmacology
