import Evidence
import Testing
