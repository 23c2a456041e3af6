import Foundation

/// A stiff problem with end values that somebody else computed: the solvers' common measure in tests and benchmarks.
///
/// The values are those of the Test Set for IVP Solvers (F. Mazzia and C. Magherini, release 2.4, University of Bari
/// 2008; RADAU at 19 digits), except where a comment says otherwise. All were computed again for this list with
/// another method (Radau IIA in SciPy, at a relative tolerance of 1e-12) and agree to 1e-12 at least.
package struct StiffReference: Sendable, CustomStringConvertible {
  package struct Sample: Sendable {
    package var time: Double
    /// Quantities that are compared, and their values.
    package var values: KeyValuePairs<String, Double>
  }

  /// As in tables and figures.
  package var name: String
  /// In `Tests/Fixtures/stiff`.
  package var file: String
  package var hasAlgebraicRule = false
  /// Absolute tolerance over relative tolerance: a small part of the smallest quantity that matters.
  package var absoluteScale: Double
  /// By time.
  package var samples: [Sample]

  package var description: String { name }
  package var path: String { ProjectPaths.fixtures.appendingPathComponent("stiff/\(file)").path }
  package var times: [Double] { samples.map(\.time) }
  /// Names of all quantities that some sample compares, each once.
  package var quantities: [String] {
    samples.flatMap { $0.values.map(\.key) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The largest relative error; not a number when some value is none.
  ///
  /// - Parameter values: `values[time * quantities.count + quantity]`, as a time course has them.
  package func largestError(_ values: [Double]) -> Double {
    let quantities = quantities
    var worst = 0.0
    for (index, sample) in samples.enumerated() {
      for (name, expected) in sample.values {
        guard let quantity = quantities.firstIndex(of: name) else { continue }
        let error = abs(values[index * quantities.count + quantity] / expected - 1)
        if error.isNaN { return .nan }
        worst = max(worst, error)
      }
    }
    return worst
  }
}

extension StiffReference {
  package static let ordinary = [robertson, hires, oregonator, pollution, e5, vanDerPol]
  package static let algebraic = [robertsonDAE, chemicalAkzoNobel]
  package static let all = ordinary + algebraic

  /// At 40: SciPy's Radau at 1e-12 and 1e-13, which agree to 13 digits.
  private static let robertsonSamples = [
    Sample(time: 40, values: ["A": 0.715827068719405, "B": 9.18553476455778e-6, "C": 0.28416374574583]),
    Sample(
      time: 1e11,
      values: ["A": 0.2083340149701255e-7, "B": 0.8333360770334713e-13, "C": 0.9999999791665050]),
  ]
  package static let robertson = StiffReference(
    name: "Robertson", file: "robertson.ant", absoluteScale: 1e-10, samples: robertsonSamples)
  package static let robertsonDAE = StiffReference(
    name: "Robertson, algebraic", file: "robertson-dae.ant", hasAlgebraicRule: true, absoluteScale: 1e-10,
    samples: robertsonSamples)

  package static let hires = StiffReference(
    name: "HIRES", file: "hires.ant", absoluteScale: 1e-5,
    samples: [
      Sample(
        time: 321.8122,
        values: [
          "y1": 0.7371312573325668e-3, "y2": 0.1442485726316185e-3, "y3": 0.5888729740967575e-4,
          "y4": 0.1175651343283149e-2, "y5": 0.2386356198831331e-2, "y6": 0.6238968252742796e-2,
          "y7": 0.2849998395185769e-2, "y8": 0.2850001604814231e-2,
        ])
    ])

  package static let oregonator = StiffReference(
    name: "OREGO", file: "oregonator.ant", absoluteScale: 1e-3,
    samples: [
      Sample(
        time: 360,
        values: ["y1": 0.1000814870318523e1, "y2": 0.1228178521549917e4, "y3": 0.1320554942846706e3])
    ])

  package static let pollution = StiffReference(
    name: "POLLU", file: "pollution.ant", absoluteScale: 1e-8,
    samples: [
      Sample(
        time: 60,
        values: [
          "NO2": 0.5646255480022769e-1, "NO": 0.1342484130422339, "O3P": 0.4139734331099427e-8,
          "O3": 0.5523140207484359e-2, "HO2": 0.2018977262302196e-6, "OH": 0.1464541863493966e-6,
          "HCHO": 0.7784249118997964e-1, "CO": 0.3245075353396018, "ALD": 0.7494013383880406e-2,
          "MEO2": 0.1622293157301561e-7, "C2O3": 0.1135863833257075e-7, "CO2": 0.2230505975721359e-2,
          "PAN": 0.2087162882798630e-3, "CH3O": 0.1396921016840158e-4, "HNO3": 0.8964884856898295e-2,
          "O1D": 0.4352846369330103e-17, "SO2": 0.6899219696263405e-2, "SO4": 0.1007803037365946e-3,
          "NO3": 0.1772146513969984e-5, "N2O5": 0.5682943292316392e-4,
        ])
    ])

  /// The published end values (y2 0.88677e-22, y3 0.88548e-22, y1 1e-291) differ by 1.3e-25 where y2 = y3 + y4 is
  /// exact and y4 is nothing: they carry the rounding of double precision, and are right to 7e-4 only. (y1 is below
  /// e^(-7000) by then.) These are of Radau IIA of order 9 with 40 digits, in up to 1200 steps, and of SciPy's Radau.
  package static let e5 = StiffReference(
    name: "E5", file: "e5.ant", absoluteScale: 1e-22,
    samples: [
      Sample(time: 1e5, values: ["y1": 7.4813208224292e-6, "y2": 2.3734781561206e-12, "y3": 2.2123586689582e-12]),
      Sample(time: 1e13, values: ["y2": 8.86123352129e-23, "y3": 8.86123352129e-23]),
    ])

  /// Agrees with the publication to its last digit but two (1.706167732170483, -0.8928097010247975).
  package static let vanDerPol = StiffReference(
    name: "Van der Pol", file: "van-der-pol.ant", absoluteScale: 1,
    samples: [Sample(time: 2, values: ["x": 1.706167732170481, "y": -0.8928097010248])])

  package static let chemicalAkzoNobel = StiffReference(
    name: "Akzo Nobel, algebraic", file: "chemical-akzo-nobel.ant", hasAlgebraicRule: true, absoluteScale: 1e-4,
    samples: [
      Sample(
        time: 180,
        values: [
          "y1": 0.1150794920661702, "y2": 0.1203831471567715e-2, "y3": 0.1611562887407974,
          "y4": 0.3656156421249283e-3, "y5": 0.1708010885264404e-1, "y6": 0.4873531310307455e-2,
        ])
    ])
}
