package import Diagnostics
import Pharmacology
import Randomness

/// A parameter that takes a new value on every occasion: variability within a patient.
///
/// From an occasion's start until the next one the parameter is the patient's own value, multiplied by (or added to)
/// what is drawn for that occasion; before the first occasion it is the patient's own value.
package struct OccasionEffect: Sendable {
  /// When a new value is drawn.
  enum Occasions: Sendable, Hashable {
    /// At the start of every dose, of one compound or of all.
    case doses(of: String?)
    case sessions(of: String?)
    /// From the first moment on.
    case every(hours: Double)
    case hours([Double])
  }

  enum Combination: String, Sendable {
    case multiply, add
  }

  package var parameter: String
  var combination: Combination
  var distribution: Distribution
  var occasions: Occasions
  package var place: SourcePlace
  /// The text that ``place`` is in.
  var text: SourceText

  /// The hours at which occasions start in an arm with these treatments, ascending, each once.
  func hours(treatments: [Treatment], end: Double) -> [Double] {
    let hours: [Double]
    switch occasions {
    case .hours(let given): hours = given
    case .every(let interval): hours = (0..<Int((end / interval).rounded(.up))).map { Double($0) * interval }
    case .doses(let compound):
      hours = treatments.flatMap { treatment -> [Double] in
        guard case .dose(let dose) = treatment.content, compound == nil || compound == dose.compound.id else {
          return []
        }
        return treatment.times
      }
    case .sessions(let modality):
      hours = treatments.flatMap { treatment -> [Double] in
        guard case .session(let session) = treatment.content, modality == nil || modality == session.modality.id
        else { return [] }
        return treatment.times
      }
    }
    var distinct: [Double] = []
    for hour in hours.sorted() where hour < end && hour != distinct.last { distinct.append(hour) }
    return distinct
  }

  /// The parameter's value on an occasion (numbered from 0) of a patient whose own value is `own`. It depends on the
  /// seed, the patient, the parameter's name and the occasion's number only.
  func value(own: Double, seed: UInt64, patient: Int, attempt: Int, occasion: Int) -> Double {
    var stream = RandomStream(seed: seed, patient: patient, purpose: "\(parameter)@\(occasion)", attempt: attempt)
    let drawn = distribution.draw(from: &stream)
    return combination == .multiply ? own * drawn : own + drawn
  }

  /// In words.
  var description: String {
    let when =
      switch occasions {
      case .doses(let compound): "for each dose" + (compound.map { " of \($0)" } ?? "")
      case .sessions(let modality): "for each session" + (modality.map { " of \($0)" } ?? "")
      case .every(let hours): "every \(PlainText.number(hours / 24)) days"
      case .hours(let hours): "on \(hours.count) days"
      }
    return "\(combination == .multiply ? "times" : "plus") \(distribution) \(when)"
  }
}
