import Testing
import NativeCode
