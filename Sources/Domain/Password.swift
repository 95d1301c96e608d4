/// What a password must be like, by NIST SP 800-63B §5.1.1.2: long, and not among the first that
/// are guessed. Nothing is asked about kinds of characters.
package enum Password {
  /// How many characters, counted as Unicode scalars.
  package static let length = 12...128

  /// What is wrong with a new password that stands at `path`; nil where nothing is.
  ///
  /// `common` are passwords that are refused, folded and in lower case; `context` is what is guessed
  /// first for this person: their address and name.
  package static func fault(
    _ password: String, at path: String, common: Set<String>, context: [String]
  ) -> Fault? {
    let count = password.unicodeScalars.count
    let accepted = "\(length.lowerBound)…\(length.upperBound)"
    if count < length.lowerBound {
      return Fault(path, .tooShort, found: String(count), accepted: accepted)
    }
    if count > length.upperBound {
      return Fault(path, .tooLong, found: String(count), accepted: accepted)
    }
    let folded = Folding.fold(password)
    let guessed =
      context.map(Folding.fold)
      + context.compactMap {
        $0.split(separator: "@").first.map { Folding.fold(String($0)) }
      }
    let letters = Set(folded)
    // One character or two by turns, however often, is in every dictionary.
    if common.contains(folded) || guessed.contains(folded) || letters.count < 4 {
      return Fault(path, .tooCommon)
    }
    return nil
  }
}
