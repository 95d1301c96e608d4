/// What makes a PDF act by itself (ISO 32000-1, 12.6.4): scripts, and starting other programs.
///
/// Looked for as names, in every object that a reader can be led to: wherever the word stands that
/// begins one, be it in a string, a comment or a stream, since the tables that say where objects are
/// may point anywhere, and in streams of objects (7.5.7). A file with a stream of objects that is
/// kept in another way than files keep them, or that would cost more than the bounds, is not taken.
enum ActivePDF {
  /// What was found.
  enum Finding: Equatable {
    case nothing
    /// A name that makes it act.
    case active(name: String)
    /// What keeps it from being looked into, and what would not.
    case closed(found: String, accepted: String)
  }

  /// Bytes that the object streams of one file may unpack to, and that may be read for it, since one
  /// may begin within another.
  private static let mostUnpacked = 60_000_000
  /// Bytes of objects that are looked through, which may lie within each other as well.
  private static let mostLookedThrough = 100_000_000
  /// How many object streams are looked at; files of 20 MB have some hundreds.
  private static let mostStreams = 20_000

  private static let tooMuch = Finding.closed(
    found: "> \(mostUnpacked) B /ObjStm", accepted: "≤ \(mostUnpacked) B")
  private static let tooTangled = Finding.closed(
    found: "> \(mostLookedThrough) B obj", accepted: "≤ \(mostLookedThrough) B")

  static func look(in bytes: [UInt8], _ unpacker: Unpacker) -> Finding {
    var left = mostLookedThrough
    var streams: [PDFObject.ObjectStream] = []
    var hindrance: String?
    var isEncrypted = false
    var place = 0
    while let start = objectStart(in: bytes, from: place) {
      place = start
      let object = PDFObject(in: bytes, at: start, to: min(bytes.count, start + left))
      left -= object.end - start
      if let action = object.action { return .active(name: "/" + action.rawValue) }
      guard left > 0 else { return tooTangled }
      guard streams.count < mostStreams else { return tooMuch }
      if let stream = object.stream { streams.append(stream) }
      hindrance = hindrance ?? object.hindrance
      isEncrypted = isEncrypted || object.isEncrypted
    }
    func closed(_ found: String) -> Finding {
      .closed(found: isEncrypted ? "/Encrypt" : found, accepted: "/ObjStm /FlateDecode")
    }
    if let hindrance { return closed(hindrance) }
    var (leftToUnpack, leftToRead) = (mostUnpacked, mostUnpacked)
    for stream in streams {
      var content = bytes
      var start = stream.start
      if stream.isPacked {
        let found = unpacker.zlib(bytes[stream.start...].prefix(leftToRead), leftToUnpack)
        leftToUnpack -= found.bytes.count
        leftToRead -= found.read
        guard found.isWhole else {
          return leftToUnpack > 0 && leftToRead > 0 ? closed("/ObjStm") : tooMuch
        }
        (content, start) = (found.bytes, 0)
      }
      switch look(through: stream, content, from: start, &left) {
      case .nothing: break
      case .active(let name): return .active(name: name)
      case .closed(let found, _): return left > 0 ? closed(found) : tooTangled
      }
    }
    return .nothing
  }

  /// Looks at the objects of a stream where its head says that they are, as readers do.
  private static func look(
    through stream: PDFObject.ObjectStream, _ content: [UInt8], from start: Int, _ left: inout Int
  ) -> Finding {
    let unreadable = Finding.closed(found: "/ObjStm /N", accepted: "")
    guard stream.first <= content.count - start, stream.count <= content.count - start else {
      return unreadable
    }
    var head = PDFTokens(content, from: start, to: content.count)
    for _ in 0..<stream.count {
      guard case .number = head.next(), case .number(let offset) = head.next(),
        offset <= content.count
      else { return unreadable }
      let place = min(content.count, start + stream.first + offset)
      let object = PDFObject(in: content, at: place, to: min(content.count, place + left))
      left -= object.end - place
      if let action = object.action { return .active(name: "/" + action.rawValue) }
      guard left > 0 else { return unreadable }
    }
    return .nothing
  }

  /// Where the next value begins that readers may take for an object: behind `obj` or `trailer`.
  private static func objectStart(in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      let word: [UInt8]
      switch byte {
      case UInt8(ascii: "j"): word = object
      case UInt8(ascii: "r"): word = trailer
      default: continue
      }
      guard index == bytes.count || PDFTokens.endsWord(bytes[index]),
        index - start >= word.count,
        word.indices.allSatisfy({ bytes[index - word.count + $0] == word[$0] })
      else { continue }
      return index
    }
    return nil
  }

  private static let object = Array("obj".utf8)
  private static let trailer = Array("trailer".utf8)
}
