import Domain
import Storage
import Testing
import UseCases

@Suite struct CSVRecordTests {
  let world: World

  init() throws { world = try World() }

  @discardableResult
  private func take(_ text: String, status: String? = nil) throws -> ImportReport {
    var options = ImportOptions()
    options.status = status
    let items = try ImportSource.records(
      Array(text.utf8), .csv, codes: world.registry.codes)
    return try world.registry.importRecords(items, options: options, by: World.admin)
  }

  private static let annex = """
    TT;Mã;Tên bài toán lớn;Căn cứ đề xuất bài toán lớn;Kết quả cần đạt được;Hạn;Kinh phí
    1;bt-1;Mô hình công dân số;Nghị quyết 57-NQ/TW;Ứng dụng toàn tỉnh;31/12/2027;1,5 tỷ
    2;;;;;;
    3;bt-2;Rừng;;;;500 triệu
    """

  @Test func takesAPublishedAnnexAsItStands() throws {
    let report = try take(Self.annex)
    #expect(report.created == 2 && report.rejected.isEmpty, "\(report.rejected)")
    let problem = try world.registry.problem("bt-1", by: .anonymous)
    #expect(problem.statement.grounds == "Nghị quyết 57-NQ/TW")
    #expect(problem.statement.expectedResult == "Ứng dụng toàn tỉnh")
    #expect(problem.statement.budgetVND == 1_500_000_000)
    #expect(problem.statement.deadline == Instant(rfc3339: "2027-12-31"))
    #expect(try world.registry.problem("bt-2", by: .anonymous).statement.budgetVND == 500_000_000)
  }

  @Test func codesMayBeWrittenAsTheirLabels() throws {
    try take(
      """
      Mã,Tên tổ chức,Loại,Tỉnh,Lĩnh vực,Công nghệ,startup.stage
      a,Mắt Quả,Doanh nghiệp khởi nghiệp,Phú Yên,Nông nghiệp; y te,Trí tuệ nhân tạo;iot,Hạt giống
      """)
    let profile = try world.registry.organisation("a", by: .anonymous).profile
    #expect(profile.kind == .startup && profile.province == "66")
    #expect(profile.fields == [.agriculture, .health] && profile.technologies == [.ai, .iot])
    #expect(profile.startup?.stage == .seed)
  }

  @Test func speaksOfItsColumnsOnly() throws {
    try take(Self.annex)
    #expect(try take("id,title\nbt-1,Công dân số\n").updated == 1)
    let changed = try world.registry.problem("bt-1", by: .anonymous).statement
    #expect(changed.title == "Công dân số" && changed.budgetVND == 1_500_000_000)
    #expect(try take("id,title,budget_vnd\nbt-1,Công dân số,\n").updated == 1)
    let emptied = try world.registry.problem("bt-1", by: .anonymous).statement
    #expect(emptied.budgetVND == nil && emptied.grounds == "Nghị quyết 57-NQ/TW")
  }

  @Test(arguments: [
    ("1.500.000.000", 1_500_000_000), ("1,500,000,000", 1_500_000_000), ("2 tỷ", 2_000_000_000),
    ("1,25 tỷ", 1_250_000_000), ("1.5 ty", 1_500_000_000), ("500 triệu đồng", 500_000_000),
    ("3000000 đ", 3_000_000), ("0", 0),
  ]) func readsMoney(_ row: (String, Int64)) throws {
    #expect(try take("id,title,budget_vnd\nx,T,\"\(row.0)\"\n").created == 1)
    #expect(try world.registry.problem("x", by: .anonymous).statement.budgetVND == row.1)
  }

  @Test(arguments: ["1.5", "12.34.567", "một tỷ", "1,2345 tỷ", "9999999999 tỷ"])
  func refusesWhatIsNoMoney(_ text: String) throws {
    let report = try take("id,title,budget_vnd\nx,T,\"\(text)\"\n")
    #expect(report.rejected.count == 1 && report.created == 0)
  }

  @Test(arguments: ["Họ tên,Ngày sinh\na,b\n", "hello", ""])
  func saysWhichHeadsItKnows(_ text: String) {
    #expect(throws: DomainError.self) { try take(text) }
  }

  @Test func theSameIdentifierTwiceInOneFileIsRefused() throws {
    let report = try take("id,title\nx,Một\nx,Hai\n")
    #expect(report.rejected.map(\.position) == ["line 3"] && !report.committed)
  }

  @Test func aFileNeitherReopensAProblemNorLiftsASuspension() throws {
    try take(Self.annex)
    try take("id,name,kind\na,A,startup\n")
    let registry = world.registry
    _ = try registry.moveProblem("bt-1", .close, code: "urgent", by: World.admin)
    _ = try registry.moveOrganisation("a", .suspend, reason: "vi phạm", by: World.admin)
    #expect(try take("id,title,status\nbt-1,Tên mới,published\n").updated == 1)
    #expect(try registry.problem("bt-1", by: World.admin).status == .closed)
    #expect(try take("id,name,kind,status\na,B,startup,verified\n").updated == 1)
    #expect(try registry.organisation("a", by: World.admin).status == .suspended)
    let forced = try take("id,title\nbt-1,Tên mới\n", status: "draft")
    #expect(forced.rejected.count == 1)
    #expect(try registry.problem("bt-1", by: World.admin).status == .closed)
  }
}
