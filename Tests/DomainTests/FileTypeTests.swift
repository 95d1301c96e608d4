import Domain
import Testing

@Suite struct FileTypeTests {
  private func type(_ bytes: [UInt8]) -> String {
    do { return try FileType.recognise(bytes, unpackingBy: .forTests).rawValue } catch {
      switch error {
      case .unknown: return "unknown"
      case .active(let part): return "active \(part)"
      case .closed(let found, _): return "closed \(found)"
      }
    }
  }

  @Test(arguments: FileType.allCases) func aSoundFileIsKnownByItsContent(_ type: FileType) throws {
    #expect(try FileType.recognise(SampleFiles.bytes(type), unpackingBy: .forTests) == type)
  }

  /// Where anything after the beginning is missing, a file is not taken for whole.
  @Test(arguments: FileType.allCases) func aFileThatIsCutOffIsRefused(_ type: FileType) {
    let bytes = SampleFiles.bytes(type)
    for end in stride(from: 0, to: bytes.count - 3, by: max(1, bytes.count / 40)) {
      #expect(self.type(Array(bytes[..<end])) == "unknown", "\(type) \(end)")
    }
  }

  @Test(arguments: FileType.allCases) func noBytesMakeItFall(_ type: FileType) {
    var random = Seeded(7)
    let bytes = SampleFiles.bytes(type)
    for _ in 0..<2000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] =
          UInt8.random(in: .min ... .max, using: &random)
      }
      _ = self.type(changed)
    }
  }

  @Test func otherFilesAreRefused() {
    for text in ["", "MZ", "#!/bin/sh\n", "<html>", "GIF89a", "PK", "%PDF-9.9", "{\\rtf1"] {
      #expect(type(Array(text.utf8) + [UInt8](repeating: 32, count: 64)) == "unknown", "\(text)")
    }
    #expect(type(SampleFiles.archive(["a.txt"])) == "unknown")
    #expect(type(SampleFiles.archive(["word/document.xml"])) == "unknown")
    let both = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "xl/workbook.xml"]
    #expect(type(SampleFiles.archive(both)) == "unknown")
    #expect(type(SampleFiles.bytes(.png) + SampleFiles.bytes(.docx)) == "unknown")
  }

  @Test(arguments: [
    "word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.bin",
    "xl/macrosheets/sheet1.xml", "word/embeddings/oleObject1.bin", "WORD/VBAPROJECT.BIN",
  ]) func officeFilesWithProgramsAreRefused(_ part: String) {
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", part]
    #expect(type(SampleFiles.archive(parts)) == "active \(part)")
  }

  @Test(arguments: ["/JavaScript", "/Launch", "/JS", "/OnInstantiate"]) func aPDFThatActsIsRefused(
    _ action: String
  ) {
    var bytes = SampleFiles.bytes(.pdf)
    bytes.insert(contentsOf: "\n2 0 obj << /S \(action) >>\n".utf8, at: 10)
    #expect(type(bytes) == "active \(action)")
  }

  /// A name may spell any sign as a number (ISO 32000-1, 7.3.5).
  @Test(arguments: [
    ("/Java#53cript", "/JavaScript"), ("/#4AavaScript", "/JavaScript"),
    ("/#4a#61#76#61#53#63#72#69#70#74", "/JavaScript"), ("/La#75nch", "/Launch"),
  ]) func aPDFThatActsIsRefusedHoweverItIsSpelt(_ row: (String, String)) {
    var bytes = SampleFiles.bytes(.pdf)
    bytes.insert(contentsOf: "\n2 0 obj << /S \(row.0) >>\n".utf8, at: 10)
    #expect(type(bytes) == "active \(row.1)")
  }

  @Test func scriptsInObjectStreamsAreFound() {
    for name in ["ObjStm", "Obj#53tm"] {
      for packed in [PackedSamples.script, PackedSamples.speltScript] {
        #expect(
          type(SampleFiles.pdf(objects: packed, named: name)) == "active /JavaScript", "\(name)")
      }
    }
    #expect(type(SampleFiles.pdf(objects: PackedSamples.quiet)) == "application/pdf")
    // Readers look at no type: what has a number and a first of objects holds them.
    #expect(
      type(SampleFiles.pdf(objects: PackedSamples.script, named: "X")) == "active /JavaScript")
  }

  @Test func officeFilesAreToldByTheirLists() {
    let rels = "word/_rels/document.xml.rels"
    let docx = FileType.docx.rawValue
    #expect(type(SampleFiles.document([])) == docx)
    #expect(type(SampleFiles.document([(rels, PackedSamples.relations)])) == docx)
    for part in [PackedSamples.fetchedTemplate, PackedSamples.macroProject] {
      #expect(type(SampleFiles.document([(rels, part)])) == "active \(rels)")
    }
    #expect(
      type(SampleFiles.document([("[Content_Types].xml", PackedSamples.macroTypes)]))
        == "active [Content_Types].xml")
  }

  @Test func aListThatCannotBeReadIsRefused() {
    let sound = PackedSamples.relations
    for damaged in [
      PackedSamples.Packed(length: sound.length, hex: String(sound.hex.dropLast(40))),
      PackedSamples.Packed(length: sound.length, hex: "ff" + sound.hex.dropFirst(2)),
    ] {
      #expect(type(SampleFiles.document([("_rels/.rels", damaged)])) == "closed _rels/.rels")
    }
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    for text in ["<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "\u{0}<\u{0}x", "<x a='&#zz;'/>"] {
      #expect(type(SampleFiles.archive(parts, text: text)).hasPrefix("closed "), "\(text)")
    }
  }

  @Test(arguments: [
    "<Relationship Type='http://schemas.microsoft.com/x/vbaProject' Target='a'/>",
    "<Relationship Type='http://schemas.microsoft.com/x/vba&#80;roject' Target='a'/>",
    "<Relationship Type='http://schemas.microsoft.com/x/vba&#x50;roject' Target='a'/>",
    "<r:Relationship Type=\"x/oleObject\" Target=\"a\" TargetMode=\"External\"/>",
    "<Relationship TargetMode='External' Target='http://a.example/x' Type='x/aFChunk'/>",
    "<Relationship TargetMode='External' Target='http://a.example/x' Type='x/package'/>",
  ]) func aRelationMayBeSpeltInManyWays(_ text: String) {
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    #expect(type(SampleFiles.archive(parts, text: text)).hasPrefix("active "))
  }

  @Test(arguments: [
    "word/x.exe", "word/lib.DLL", "word/a.js", "xl/b.vbs", "word/c.bin", "docProps/run.ps1",
  ]) func programsInOfficeFilesAreRefused(_ part: String) {
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", part]
    #expect(type(SampleFiles.archive(parts)) == "active \(part)")
  }

  @Test(arguments: [
    "xl/printerSettings/printerSettings1.bin", "xl/customProperty1.bin", "word/media/image1.emf",
  ]) func quietPartsAreTaken(_ part: String) {
    let parts = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", part]
    #expect(type(SampleFiles.archive(parts)) == FileType.xlsx.rawValue)
  }

  @Test(arguments: ["../evil.xml", "/etc/passwd", "a\\b", "word/document.xml"])
  func archivesThatReachOutOrRepeatAreRefused(_ part: String) {
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", part]
    #expect(type(SampleFiles.archive(parts)) == "unknown")
  }

  @Test func archivesThatUnpackToTooMuchOrAreEncryptedAreRefused() {
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    // Each part by itself: too long, or too much of it for what it is.
    for unpacked in [1_000_000_000, 210_000_000, 5_000_000] {
      #expect(
        type(SampleFiles.archive(parts, unpacked: unpacked))
          == "closed [Content_Types].xml: \(unpacked) B", "\(unpacked)")
    }
    #expect(type(SampleFiles.archive(parts, flags: 1)) == "unknown")
  }

  /// Whatever it is called and however it is referred to.
  @Test func aPartThatIsACompoundFileOrRTFIsRefused() {
    let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]
    for content in [compound, Array("{\\rtf1 {\\object}}".utf8)] {
      for method in [0, 8] {
        let part = "word/embeddings/table.xml"
        let packed = SampleFiles.packed(content, method: method)
        #expect(
          type(SampleFiles.document([], stored: [(part, method, content.count, packed)]))
            == "active \(part)")
      }
    }
  }

  /// The workbook behind a chart is taken; one with macros is not, however deep.
  @Test func archivesInOfficeFilesAreLookedAt() {
    let part = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    func document(_ package: [UInt8]) -> [UInt8] {
      SampleFiles.document([], stored: [(part, 0, package.count, package)])
    }
    let docx = FileType.docx.rawValue
    let workbook = SampleFiles.bytes(.xlsx)
    #expect(type(document(workbook)) == docx)
    #expect(type(document(document(workbook))) == docx)
    let macros = SampleFiles.archive(["[Content_Types].xml", "xl/vbaProject.bin"])
    #expect(type(document(macros)) == "active xl/vbaProject.bin")
    #expect(type(document(document(macros))) == "active xl/vbaProject.bin")
    #expect(type(document(Array(workbook.dropLast()))) == "closed \(part)")
    let deep = (0..<6).reduce(workbook) { package, _ in document(package) }
    #expect(type(deep) == "closed \(part)")
  }

  @Test func aPartPackedInAnotherWayIsRefused() {
    let part = "word/media/image1.png"
    let file = SampleFiles.document([], stored: [(part, 9, 4, [1, 2, 3, 4])])
    #expect(type(file) == "closed \(part): 9")
  }
}

@Suite struct FileNameTests {
  @Test(arguments: [
    ("Thuyết minh.pdf", "Thuyết minh.pdf"), ("/etc/passwd", "passwd.pdf"),
    ("C:\\Users\\An\\a.PDF", "a.PDF"), ("../../x.pdf", "x.pdf"), ("", "tep.pdf"),
    ("...", "tep.pdf"), (".pdf", "tep.pdf"), ("a\u{202E}fdp.exe", "afdp.exe.pdf"),
    ("a\u{0}b\nc.pdf", "abc.pdf"), ("a\u{200B}b.pdf", "ab.pdf"),
    ("a<b>:\"|?*.pdf", "a_b______.pdf"),
    ("Ti\u{1EC1}n.pdf", "Ti\u{1EC1}n.pdf"), ("Tie\u{302}\u{300}n.pdf", "Ti\u{1EC1}n.pdf"),
    ("a \u{A0}  b.pdf", "a b.pdf"), (" a . .pdf", "a.pdf"), ("x.docx", "x.docx.pdf"),
  ]) func aNameIsMadeSafe(_ row: (String, String)) {
    let name = FileName.safe(row.0, for: .pdf)
    #expect(name == row.1)
    #expect(Array(name.unicodeScalars) == Array(row.1.unicodeScalars))
    #expect(FileName.safe(name, for: .pdf) == name, "once is enough")
  }

  @Test func aLongNameKeepsItsExtension() {
    let name = FileName.safe(String(repeating: "ệ", count: 400) + ".xlsx", for: .xlsx)
    #expect(name.count == FileName.longest && name.hasSuffix("ệ.xlsx"))
    #expect(FileName.safe("x.jpeg", for: .jpeg) == "x.jpeg")
    #expect(FileName.safe("x.png", for: .jpeg) == "x.png.jpg")
  }
}

@Suite struct HexadecimalTests {
  @Test func aDigitHasItsValueAndNothingElseHasOne() {
    let digits = (0...255).compactMap { Hexadecimal.digit(UInt8($0)) }
    #expect(digits == Array(0...9) + Array(10...15) + Array(10...15))
  }

  @Test func bytesComeBack() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(Hexadecimal.bytes(Hexadecimal.text(bytes)) == bytes)
    #expect(Hexadecimal.text([0, 10, 255]) == "000aff")
    for text in ["0", "0g", "é0", "0x00"] { #expect(Hexadecimal.bytes(text) == nil) }
  }
}
