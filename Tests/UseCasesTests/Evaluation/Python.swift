import Glibc

/// Runs a script of a few lines with the machine's own Python.
enum Python {
  struct Failure: Error {}

  /// What `python3 -c` prints for these words, the script first.
  static func run(_ words: [String]) throws -> String {
    func quoted(_ word: String) -> String {
      "'" + word.replacing("'", with: "'\\''") + "'"
    }
    let command = "/usr/bin/python3 -B -c " + words.map(quoted).joined(separator: " ")
    guard let pipe = unsafe popen(command, "r") else { throw Failure() }
    var output: [UInt8] = []
    while true {
      let byte = unsafe fgetc(pipe)
      guard byte != EOF else { break }
      output.append(UInt8(truncatingIfNeeded: byte))
    }
    guard unsafe pclose(pipe) == 0 else { throw Failure() }
    return String(decoding: output, as: UTF8.self)
  }
}
