/// The version of the program and of the library.
public enum Version {
  /// Semantic: a change of the first number may change formats and results.
  public static let current = "0.1.0"
}
