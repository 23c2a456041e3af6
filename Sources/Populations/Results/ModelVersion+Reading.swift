package import Equations
import Files

extension ModelVersion {
  /// The version of a model: a hash over every `.ant` and `.yaml` file of its library, which is the model's folder when
  /// it has a `stages.yaml`; over the model's own file otherwise.
  ///
  /// - Parameter shown: the path to print.
  package init(path: String, shown: String, system: EquationSystem) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let content =
      TextFile.exists(folder + "/stages.yaml")
      ? try ContentHash.folder(folder, extensions: ["ant", "yaml"])
      : ContentHash(digest: SHA256.hexadecimalDigest(of: try TextFile.bytes(of: path)), files: [path])
    self.init(path: shown, hash: content.digest, files: content.files, stateCount: system.states.count)
  }
}
