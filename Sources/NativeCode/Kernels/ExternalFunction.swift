import Foundation

/// A function too rare to be worth a polynomial of our own: the C library's, called once per lane.
///
/// Its bits are those of the C library installed; the model library uses none of them.
package enum ExternalFunction: Int, CaseIterable, Sendable {
  case sine, cosine, arcSine, arcCosine, arcTangent, hyperbolicSine, hyperbolicCosine
  case areaSine, areaCosine, areaTangent, gamma

  package typealias Implementation = @convention(c) (Double) -> Double

  /// The C entry point.
  package var implementation: Implementation {
    switch self {
    case .sine: { Foundation.sin($0) }
    case .cosine: { Foundation.cos($0) }
    case .arcSine: { Foundation.asin($0) }
    case .arcCosine: { Foundation.acos($0) }
    case .arcTangent: { Foundation.atan($0) }
    case .hyperbolicSine: { Foundation.sinh($0) }
    case .hyperbolicCosine: { Foundation.cosh($0) }
    case .areaSine: { Foundation.asinh($0) }
    case .areaCosine: { Foundation.acosh($0) }
    case .areaTangent: { Foundation.atanh($0) }
    case .gamma: { Foundation.tgamma($0) }
    }
  }

  /// The table of entry points that generated code calls through, in the order of the cases.
  package static let table: [UInt] = allCases.map {
    UInt(bitPattern: unsafeBitCast($0.implementation, to: Int.self))
  }
}
