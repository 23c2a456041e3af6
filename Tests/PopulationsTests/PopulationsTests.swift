import Testing
import Populations
