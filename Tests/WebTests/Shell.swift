import Glibc

/// Programs of the machine that show what this one reads: another implementation of the same.
enum Shell {
  struct Failure: Error {}

  /// What a command prints, as bytes.
  static func bytes(_ command: String) throws -> [UInt8] {
    guard let pipe = unsafe popen(command, "r") else { throw Failure() }
    var output: [UInt8] = []
    while true {
      let byte = unsafe fgetc(pipe)
      guard byte != EOF else { break }
      output.append(UInt8(truncatingIfNeeded: byte))
    }
    guard unsafe pclose(pipe) == 0 else { throw Failure() }
    return output
  }

  /// What an authenticator application shows for a secret at a time in seconds.
  static func oneTimeCode(_ secret: String, at seconds: Int64) throws -> String {
    let script = """
      import base64, hashlib, hmac, struct
      digest = hmac.new(base64.b32decode("\(secret)"), struct.pack(">Q", \(seconds) // 30),
                        hashlib.sha1).digest()
      start = digest[-1] & 15
      number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7fffffff
      print("%06d" % (number % 1000000), end="")
      """
    return String(decoding: try bytes("/usr/bin/python3 -B -c '\(script)'"), as: UTF8.self)
  }
}
