import Domain
import Testing

@Suite struct AskerMarksTests {
  private static func marks(
    _ name: String, _ more: JSON = [:], people: [String] = []
  ) throws -> AskerMarks {
    let json: JSON = ["kind": "technology_firm", "name": .string(name)]
    let profile = try OrganisationProfile.read(
      json.merging(more), places: Places.gazetteer()
    ).profile
    return AskerMarks(profile, people: people)
  }

  @Test(arguments: [
    "Công ty QZ Hạt Vàng hỏi", "cong ty qz hat vang", "CÔNG TY QZ HẠT-VÀNG", "CôngTyQZHạtVàng",
    "C.ô.n.g ty Q Z H-ạ-t V_à_n_g", "Công\u{200B} ty QZ Hạ\u{AD}t Vàng", "(Công ty/QZ/Hạt Vàng)",
    "Golden Grain QZ", "golden-grain qz", "mã số 0100.233 488", "thư tới hoi @ qz . example",
    "gọi 0262.000.1112", "gọi (+84) 262 000 1112", "xem www.qz.example.", "Lê Thị Bình hỏi",
    "chị Le Thi-Binh", "L ê T h ị B ì n h",
  ]) func whatIsPutBetweenLettersHidesNothing(_ text: String) throws {
    let marks = try Self.marks(
      "Công ty QZ Hạt Vàng",
      [
        "name_en": "Golden Grain QZ", "tax_code": "0100233488", "email": "hoi@qz.example",
        "phone": "0262 000 1112", "website": "https://www.qz.example/gioi-thieu",
      ], people: ["Lê Thị Bình"])
    #expect(marks.first(in: text) != nil)
  }

  /// Letters and digits of other kinds that look the same.
  @Test(arguments: [
    "Ｃｏｎｇ ｔｙ ＱＺ Ｈａｔ Ｖａｎｇ", "𝐂𝐨𝐧𝐠 𝐭𝐲 𝐐𝐙 𝐇𝐚𝐭 𝐕𝐚𝐧𝐠", "ⓒⓞⓝⓖ ⓣⓨ ⓠⓩ ⓗⓐⓣ ⓥⓐⓝⓖ",
    "Сông ty QZ Hạt Vàng", "Cοng ty QZ Ηat Vang", "𝒢𝑜𝓁𝒹𝑒𝓃 𝒢𝓇𝒶𝒾𝓃 𝒬𝒵", "Gоldеn Grаin QZ",
    "🄶🄾🄻🄳🄴🄽 🄶🅁🄰🄸🄽 🅀🅉", "mã số ０１００２３３４８８", "mã số ⓪①⓪⓪②③③④⑧⑧", "gọi 𝟶𝟸𝟼𝟸 𝟶𝟶𝟶 𝟷𝟷𝟷𝟸",
    "hoi＠qz．example", "chị Lê Тhị Вình",
  ]) func lookalikesHideNothing(_ text: String) throws {
    let marks = try Self.marks(
      "Công ty QZ Hạt Vàng",
      [
        "name_en": "Golden Grain QZ", "tax_code": "0100233488", "email": "hoi@qz.example",
        "phone": "0262 000 1112", "website": "https://www.qz.example/gioi-thieu",
      ], people: ["Lê Thị Bình"])
    #expect(marks.first(in: text) != nil)
  }

  /// Other scripts, letters for others, digits for letters, signs that are spelt out, what nobody
  /// sees, and the turned around.
  @Test(arguments: [
    "ᏀᎪᎷᎷᎪ ᎢᎡᎬᎬ", "ꮐꭺꮇꮇꭺ ꭲꭱꭼꭼ", "ꓖꓮꓟꓟꓮ ꓔꓣꓰꓰ", "Ɣamma Tree", "Γamma Tree", "Garnma Tree",
    "6amma Tree",
    "G4mm4 Tr33", "Gamma 7ree", "Ǥamma Ŧɍɇɇ", "Ga<b>mm</b>a Tree", "G<i>amma</i> <!-- x -->Tree",
    "G\u{FE0F}amma\u{2060} Tree", "G\u{20DD}amma Tree", "\u{202E}eerT ammaG\u{202C} hỏi",
    "hoi[at]gx-mail.example", "hoi (at) gx-mail (dot) example", "hoi a còng gx-mail chấm example",
    "h0i@gx-mail.example", "mã số O1OO233488", "mã số 0l00233488", "gọi O262 000 1112",
  ]) func whatIsReadAsTheNameHidesNothing(_ text: String) throws {
    let marks = try Self.marks(
      "Gamma Tree",
      ["tax_code": "0100233488", "email": "hoi@gx-mail.example", "phone": "0262 000 1112"])
    #expect(marks.first(in: text) != nil)
  }

  /// Ordinary questions, whatever they speak of.
  @Test(arguments: [
    "Yêu cầu 6 tháng; giá 5.000.000 đ, giảm 10%, ≤ 3 m², 20 °C, μm, Ω", "A1, B2 và C3 là gì?",
    "AI hoặc IoT 4.0?", "Thời hạn 01/02/2026 hay 12 tháng?", "ГОСТ 12345, 中文, さくら",
    "Có nhận TCVN 9001:2015, ISO/IEC 27001 không?", "Nếu a < b thì sao, c > d?",
    "Vốn tối đa 1.000.000.000 đồng, nộp tại cửa số 11", "cá lóc, các loại, vv.",
  ]) func ordinaryQuestionsNameNobody(_ text: String) throws {
    for name in ["Gamma Tree", "A1", "AL", "B5", "Sen", "Đal Farm", "Lâm Đồng Xanh"] {
      let marks = try Self.marks(
        name, ["tax_code": "0100233488", "email": "hoi@gx-mail.example", "phone": "0262 000 1112"],
        people: ["Lê Thị Bình", "Lê An"])
      // A1 in a question is what is called so.
      guard !(name == "A1" && text.contains("A1")) else { continue }
      #expect(marks.first(in: text) == nil, "\(name)")
    }
  }

  @Test func whatLooksLikeNothingElseStays() {
    for text in ["Đắk Lắk: 20–30 °C, 5 m², ½ sào; Ω, 中文, ไทย", "", "Công ty"] {
      #expect(Lookalikes.plain(text) == text)
    }
    #expect(Lookalikes.plain("ﬁ ⑫ ℌ ℓ ɑ Ⅹ") == "fi 12 H l a X")
  }

  /// What an organisation or a person is called, a text that says something else, and one that
  /// names them.
  @Test(arguments: [
    ("Sao", "Vì sao không? Sao không nói rõ?", "Công ty Sao hỏi"),
    ("Xanh", "Năng lượng xanh, cà phê xanh", "bên Xanh hỏi"),
    ("Sen", "Hạt sen khô", "hãng S-e-n"), ("FPT", "phát triển", "fpt hỏi"),
    ("Hạt Vàng", "Phạt vàng da", "hat vàng"), ("Ánh Dương", "cánh dương xỉ", "Ánh-Dương hỏi"),
    ("An", "Yêu cầu an toàn là gì?", "hãng A n"),
  ]) func shortNamesDoNotBlockOrdinaryWords(_ row: (String, String, String)) throws {
    let marks = try Self.marks(row.0)
    #expect(marks.first(in: row.1) == nil)
    #expect(marks.first(in: row.2) == row.0)
  }

  @Test(arguments: [
    ("An", "Yêu cầu an toàn; An ninh; Nghệ An"), ("Lê An", "cái lễ ăn hỏi; lẻ, an toàn"),
    ("Hoa Mai", "hoá mai; trồng hoa mai"), ("Văn Bản Mới", "văn bản mở"),
  ]) func namesOfPeopleDoNotBlockOrdinaryWords(_ row: (String, String)) throws {
    let marks = try Self.marks("Công ty QZ Hạt Vàng", people: [row.0])
    #expect(marks.first(in: row.1) == nil)
  }
}
