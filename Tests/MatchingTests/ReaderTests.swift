import Domain
import Matching
import Testing

/// How words meet, seen through the search box and through matching.
struct ReaderTests {
  private func finds(_ query: String, _ text: String) -> Bool {
    let snapshot = Samples.snapshot([Samples.organisation("a", "Zeta", text)])
    return snapshot.search(SearchQuery(text: query)).total == 1
  }

  @Test(arguments: [
    ("hoá chất", "Xử lý hóa chất"), ("thuỷ lợi", "Công trình thủy lợi"),
    ("kĩ thuật", "Kỹ thuật canh tác"), ("quản lí", "Quản lý vườn"), ("quí khách", "Quý khách"),
    ("CÀ PHÊ", "rang cà phê"), ("Cư M'gar", "tại Cư M’gar"), ("cu mgar", "tại Cư M'gar"),
    ("sensor", "Smart sensors"), ("tracking", "Track and report"),
    ("technology", "New technologies"), ("boxes", "A box"), ("dak lak", "Tỉnh Đắk Lắk"),
    ("đường phố", "duong pho va via he trong do thi"), ("5G", "Mạng 5G"), ("Ê-đê", "tiếng Ê-đê"),
    ("cà phê", "ca\u{300} phe\u{302} ngon"),
  ])
  func meet(_ query: String, _ text: String) {
    #expect(finds(query, Folding.nfc(text)))
  }

  @Test(arguments: [
    ("bò", "Vườn bơ sáp"), ("bơ", "Đàn bò thịt"), ("bò sữa", "Bơ và sữa chua"),
    ("voi", "Với người dân"),
  ])
  func doNotMeet(_ query: String, _ text: String) {
    #expect(!finds(query, text))
  }

  /// What neither the register nor the lexicon has was likely typed with a wrong mark.
  @Test(arguments: [("mã", "Con ma"), ("đường", "Đương nhiên")])
  func aWordThatNobodyUsesMeetsOtherMarks(_ query: String, _ text: String) {
    #expect(finds(query, text))
    let both = Samples.snapshot([
      Samples.organisation("a", "Zeta", text),
      Samples.organisation("b", "Eta", "Phần mềm \(query) vạch"),
    ])
    #expect(both.search(SearchQuery(text: query)).total == 1)
  }

  @Test func textWithoutMarksMeetsTextWithMarks() {
    let snapshot = Samples.snapshot(Samples.firms)
    let marked = snapshot.solvers(for: Samples.coffeeProblem, limit: 10)
    #expect(marked.ids.prefix(3).contains("f03"))
    var plain = Samples.coffeeProblem
    plain.title = Folding.fold(plain.title)
    plain.description = plain.description.map(Folding.fold)
    plain.expectedResult = plain.expectedResult.map(Folding.fold)
    let unmarked = snapshot.solvers(for: plain, limit: 10)
    #expect(Set(unmarked.ids.prefix(3)) == Set(marked.ids.prefix(3)))
  }

  @Test func wordsInAMarkedTextKeepTheirMarks() {
    let snapshot = Samples.snapshot([
      Samples.organisation("cow", "X", "Theo dõi sức khoẻ của bò"),
      Samples.organisation("avocado", "Y", "Phân loại quả bơ"),
    ])
    #expect(snapshot.solvers(for: Samples.statement("Bệnh trên bò"), limit: 5).ids == ["cow"])
    #expect(snapshot.solvers(for: Samples.statement("Bệnh trên bơ"), limit: 5).ids == ["avocado"])
  }
}
