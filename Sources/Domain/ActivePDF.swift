/// What makes a PDF act by itself (ISO 32000-1, 12.6.4): scripts, and starting other programs.
///
/// Looked for as names outside of what is packed, and in object streams (7.5.7) that are packed with
/// Flate alone. A name may spell any sign as `#` and two hexadecimal digits (7.3.5). What is packed
/// in other ways or encrypted is for the scan.
enum ActivePDF {
  private static let actions = ["JavaScript", "Launch"]
  /// Bytes that the object streams of one file may unpack to, and that may be read for it, since one
  /// may begin within another; what is beyond is for the scan.
  private static let mostUnpacked = 60_000_000
  /// How many of them are looked at; files of 20 MB have some hundreds.
  private static let mostStreams = 20_000

  /// The first name that makes a file act; nil where none was found.
  static func part(in bytes: [UInt8], _ unpacker: Unpacker) -> String? {
    if let action = action(in: bytes) { return action }
    var (left, leftToRead) = (mostUnpacked, mostUnpacked)
    for start in objectStreams(in: bytes).prefix(mostStreams) {
      let packed = bytes[start...].prefix(leftToRead)
      // Readers show what precedes a damaged place too.
      let found = unpacker.zlib(packed, left)
      left -= found.bytes.count
      leftToRead -= found.read
      if let action = action(in: found.bytes) { return action }
      guard left > 0, leftToRead > 0 else { break }
    }
    return nil
  }

  private static func action(in bytes: [UInt8]) -> String? {
    actions.first { !names($0, in: bytes, first: true).isEmpty }.map { "/" + $0 }
  }

  /// Where names begin that start with this one, in either spelling.
  private static func names(
    _ name: String, in bytes: [UInt8], first: Bool = false
  ) -> [Int] {
    let wanted = Array(name.utf8)
    var places: [Int] = []
    var index = 0
    while let slash = bytes[index...].firstIndex(of: UInt8(ascii: "/")) {
      index = slash + 1
      var place = index
      var matches = true
      for byte in wanted {
        guard place < bytes.count else { return places }
        var found = bytes[place]
        place += 1
        if found == UInt8(ascii: "#"), place + 1 < bytes.count,
          let high = digit(bytes[place]), let low = digit(bytes[place + 1])
        {
          found = high << 4 | low
          place += 2
        }
        guard found == byte else {
          matches = false
          break
        }
      }
      guard matches else { continue }
      places.append(slash)
      if first { break }
    }
    return places
  }

  /// Where streams begin whose dictionary says that they hold objects, each once.
  private static func objectStreams(in bytes: [UInt8]) -> [Int] {
    let word = Array("stream".utf8)
    var starts: [Int] = []
    var next = 0..<0
    for place in names("ObjStm", in: bytes) {
      // The next one stays the same until it is passed, so that all is looked through once.
      if next.lowerBound < place {
        guard let found = bytes[place...].firstRange(of: word) else { break }
        next = found
      }
      guard next.upperBound <= place + 4096 else { continue }
      var start = next.upperBound
      if start < bytes.count, bytes[start] == 0x0D { start += 1 }
      if start < bytes.count, bytes[start] == 0x0A { start += 1 }
      if start < bytes.count, starts.last != start { starts.append(start) }
    }
    return starts
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
