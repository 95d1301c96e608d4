import Domain
import Testing

/// What a reader of PDF files can be led to is looked at, and what it cannot is not.
@Suite struct ActivePDFTests {
  private func type(_ bytes: [UInt8]) -> String {
    do { return try FileType.recognise(bytes, unpackingBy: .forTests).rawValue } catch {
      switch error {
      case .unknown: return "unknown"
      case .active(let part): return "active \(part)"
      case .closed(let found, _): return "closed \(found)"
      }
    }
  }

  private static let script = "<</S/JavaScript/JS(app.alert\\(1\\))>>"

  /// The bytes of an object stream with this one object.
  private static func objects(_ text: String = script) -> [UInt8] { Array("1 0 \(text)".utf8) }

  @Test(arguments: [
    // What only looks like a name, or like one of those.
    "2 0 obj << /Title (about /Launch pad) >> endobj",
    "2 0 obj << /Title (a \\( /JavaScript \\) b (/JS) c) >> endobj",
    "2 0 obj << /Title <2F4C61756E6368> /X /LaunchPad /JavaScripts /Y /JSX >> endobj",
    "2 0 obj << /A 1 % /Launch\n>> endobj",
    // Words of a page, outside of objects.
    "2 0 obj << /Length 20 >> stream\n(an object /Launch) Tj\nendstream endobj",
    "/Launch /JavaScript", "2 0 object << /S /Launch >>", "2 0 obj 5 << /S /Launch >>",
    "2 0 obj << /First 3 0 R /Last 4 0 R /Count 2 >> endobj",
    "2 0 obj (/JS) endobj",
  ]) func wordsAndOtherNamesAreNoActions(_ part: String) {
    #expect(type(SampleFiles.pdf(part)) == "application/pdf")
  }

  @Test(arguments: [
    "2 0 obj << /S /Launch >> endobj", "2 0 obj<</S/Launch>>endobj", "2 0 obj[/Launch]",
    "2 0 obj /Launch endobj", "2 0 obj % a\n<< % b\n/S/Launch>>",
    "2 0 obj << /X [ >> ] /S /Launch >>", "2 0 obj << /X ] /Y > /S /Launch >>",
    "2 0 obj << /X (\\) ) /S /Launch /Y () >>", "2 0 obj << /X <41 /S> /S /Launch >>",
    "2 0 obj << /X stream\n/S /Launch >>", "2 0 obj << endobj /S /Launch >>",
    "trailer << /Root << /OpenAction << /S /Launch >> >> >>", "2 0 obj << /S /Launch",
    // Where the tables of the file may point though it seems to be something else.
    "2 0 obj ( 3 0 obj << /S /Launch >> endobj ) endobj",
    "% 3 0 obj << /S /Launch >> endobj",
    "2 0 obj << >> stream\n3 0 obj << /S /Launch >> endobj\nendstream",
    "2 0 obj << /X (3 0 obj << /S /Launch >>) >>", "2 0 obj <3 0 obj << /S /Launch >> endobj>",
  ]) func anActionIsFoundWhereverReadersFindIt(_ part: String) {
    #expect(type(SampleFiles.pdf(part)) == "active /Launch")
  }

  @Test func aRenditionWithAScriptIsRefused() {
    let part = "2 0 obj << /S /Rendition /OP 0 /JS (app.beep\\(0\\)) >> endobj"
    #expect(type(SampleFiles.pdf(part)) == "active /JS")
    #expect(
      type(SampleFiles.pdf("2 0 obj << /S /Rendition /OP 0 >> endobj")) == "application/pdf")
  }

  @Test(arguments: [
    "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>",
    "<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode]>>",
    "<</Type/ObjStm/N 1/First 4/Filter/Fl#61teDecode/DecodeParms null>>",
    "<</N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 1/Columns 4>>>>",
    // Decoys.
    "<</Type/ObjStm/N 1/First 4/X(stream)/Filter/FlateDecode>>",
    "<</Type/ObjStm/X/stream/N 1/First 4/Filter/FlateDecode>>% stream\n",
    "<</Y<</Filter/LZWDecode/N 7>>/Type/ObjStm/N 1/First 4/Filter/FlateDecode>>",
    // As far from its dictionary's beginning as one likes.
    "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/X(\(String(repeating: "x", count: 9000)))>>",
    "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>\(String(repeating: " ", count: 9000))",
    "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>%\(String(repeating: "x", count: 9000))\n",
  ]) func objectsInAStreamAreFound(_ dictionary: String) {
    for end in ["\n", "\r\n", "\r"] {
      let file = SampleFiles.pdf(dictionary, stream: SampleFiles.zlib(Self.objects()), end: end)
      #expect(type(file) == "active /JavaScript")
    }
    let quiet = SampleFiles.zlib(Self.objects("<</Title(/Launch /JavaScript)>>"))
    #expect(type(SampleFiles.pdf(dictionary, stream: quiet)) == "application/pdf")
  }

  @Test func objectsInAStreamThatIsNotPackedAreFound() {
    let dictionary = "<</Type/ObjStm/N 1/First 4>>"
    #expect(type(SampleFiles.pdf(dictionary, stream: Self.objects())) == "active /JavaScript")
    let quiet = Self.objects("<</Title(/Launch)>>")
    #expect(type(SampleFiles.pdf(dictionary, stream: quiet)) == "application/pdf")
    // Its head says that an object begins in what seems to be words.
    let hidden = Array("1 1 (<</S/Launch>>)".utf8)
    #expect(type(SampleFiles.pdf(dictionary, stream: hidden)) == "active /Launch")
    let second = Array("1 0 2 5 null <</S/Launch>>".utf8)
    #expect(
      type(SampleFiles.pdf("<</N 2/First 8>>", stream: second)) == "active /Launch")
  }

  /// How no ordinary file keeps its objects, and what is found then.
  @Test(arguments: [
    ("<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]>>", "/ObjStm /Filter"),
    ("<</Type/ObjStm/N 1/First 4/Filter/LZWDecode>>", "/ObjStm /Filter"),
    ("<</Type/ObjStm/N 1/First 4/Filter 9 0 R>>", "/ObjStm /Filter"),
    ("<</Type/ObjStm/N 1/First 4/Filter[/Crypt/FlateDecode]>>", "/ObjStm /Filter"),
    (
      "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 9>>>>",
      "/ObjStm /DecodeParms"
    ),
    ("<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms 9 0 R>>", "/ObjStm /DecodeParms"),
    ("<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/DP<</Predictor 12>>>>", "/ObjStm /DP"),
    ("<</Type/ObjStm/N 1/First 4/F(a.bin)/Filter/FlateDecode>>", "/ObjStm /F"),
    ("<</Type/ObjStm/N 1/First 9 0 R/Filter/FlateDecode>>", "/ObjStm /First"),
    ("<</Type/ObjStm/N 9 0 R/First 4/Filter/FlateDecode>>", "/ObjStm /N"),
    ("<</Type/ObjStm/N 1/N 9/First 4/Filter/FlateDecode>>", "/ObjStm /N"),
    ("<</Type/ObjStm/N 5/First 4/Filter/FlateDecode>>", "/ObjStm /N"),
    ("<</Type/ObjStm/N 1/First 400/Filter/FlateDecode>>", "/ObjStm /N"),
    ("<</Type/ObjStm/N 1/First 4/X[>>", "/ObjStm"),
    ("<</Encrypt 9 0 R/Type/ObjStm/N 1/First 4/Filter/LZWDecode>>", "/Encrypt"),
  ]) func whatCannotBeLookedIntoIsRefused(_ row: (String, String)) {
    let quiet = SampleFiles.zlib(Self.objects("null"))
    #expect(type(SampleFiles.pdf(row.0, stream: quiet)) == "closed \(row.1)")
  }

  @Test func aDamagedStreamOfObjectsIsRefused() {
    let dictionary = "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>"
    let whole = SampleFiles.zlib(Self.objects("null"))
    for damaged in [Array(whole.dropFirst()), [0x78, 0x01, 0xFF], Array("obj".utf8)] {
      #expect(type(SampleFiles.pdf(dictionary, stream: damaged)) == "closed /ObjStm")
    }
    #expect(
      type(SampleFiles.pdf(dictionary, stream: whole, end: " \n")) == "closed /ObjStm")
  }

  /// Twenty megabytes of pictures, as a scanner makes them: no byte of them is unpacked.
  @Test func aLargeScanIsTaken() throws {
    var random = Seeded(11)
    var page = Array("<</Subtype/Image/Filter/DCTDecode/Length 999990>>stream\n".utf8)
    page += (0..<999_990).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    page += Array("\nendstream\nendobj\n".utf8)
    var file = Array("%PDF-1.4\n".utf8)
    for number in 1...19 { file += Array("\(number) 0 obj\n".utf8) + page }
    file += Array("xref\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n".utf8)
    let unpacker = Unpacker.counting { _, count in Issue.record("\(count) unpacked") }
    #expect(try FileType.recognise(file, unpackingBy: unpacker) == .pdf)
  }
}
