import Glibc
import Processes
import Testing

/// Bash, for what only a shell can do.
enum Shell {
  static func bash(_ words: String..., in folder: Folder) throws -> Ended {
    let output = folder.path("\(folder.next()).bash")
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let status = unsafe system("bash \(quoted) >'\(output)' 2>&1 </dev/null")
    try #require(status >= 0)
    return Ended(
      code: (status >> 8) & 0xFF,
      output: Child(process: 0, outputPath: output, errorsPath: output).output, errors: "")
  }
}
