/// What the files of a validation say about its run beside the result.
package struct ValidationRunFacts: Sendable {
  /// The file of published trials as it was named, and its SHA-256.
  package var trialsFile: String
  package var trialsHash: String
  package var modelPath: String
  package var modelHash: String
  /// Over what stands for what, and the populations.
  package var dataHash: String
  package var seed: UInt64
  package var replicates: Int

  package init(
    trialsFile: String, trialsHash: String, modelPath: String, modelHash: String, dataHash: String, seed: UInt64,
    replicates: Int
  ) {
    self.trialsFile = trialsFile
    self.trialsHash = trialsHash
    self.modelPath = modelPath
    self.modelHash = modelHash
    self.dataHash = dataHash
    self.seed = seed
    self.replicates = replicates
  }
}
