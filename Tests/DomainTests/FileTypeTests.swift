import Domain
import Testing

@Suite struct FileTypeTests {
  private func type(_ bytes: [UInt8]) -> String {
    do { return try FileType.recognise(bytes).rawValue } catch {
      switch error {
      case .unknown: return "unknown"
      case .active(let part): return "active \(part)"
      }
    }
  }

  @Test(arguments: FileType.allCases) func aSoundFileIsKnownByItsContent(_ type: FileType) throws {
    #expect(try FileType.recognise(SampleFiles.bytes(type)) == type)
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

  @Test(arguments: ["/JavaScript", "/Launch"]) func aPDFThatActsIsRefused(_ action: String) {
    var bytes = SampleFiles.bytes(.pdf)
    bytes.insert(contentsOf: "\n<< /S \(action) >>\n".utf8, at: 10)
    #expect(type(bytes) == "active \(action)")
  }

  @Test(arguments: ["../evil.xml", "/etc/passwd", "a\\b", "word/document.xml"])
  func archivesThatReachOutOrRepeatAreRefused(_ part: String) {
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", part]
    #expect(type(SampleFiles.archive(parts)) == "unknown")
  }

  @Test func archivesThatUnpackToTooMuchOrAreEncryptedAreRefused() {
    let parts = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    #expect(type(SampleFiles.archive(parts, unpacked: 1_000_000_000)) == "unknown")
    #expect(type(SampleFiles.archive(parts, flags: 1)) == "unknown")
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
  @Test func bytesComeBack() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(Hexadecimal.bytes(Hexadecimal.text(bytes)) == bytes)
    #expect(Hexadecimal.text([0, 10, 255]) == "000aff")
    for text in ["0", "0g", "é0", "0x00"] { #expect(Hexadecimal.bytes(text) == nil) }
  }
}
