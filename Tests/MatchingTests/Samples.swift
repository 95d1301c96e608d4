import Domain
import Matching

/// A small register to ask things of.
enum Samples {
  static let concepts = """
    {"id":"crop","vi":["cây trồng"],"en":["crop"],"code":"field:agriculture"}
    {"id":"coffee","vi":["cà phê","cây cà phê"],"en":["coffee"],"broader":["crop"]}
    {"id":"arabica","vi":["cà phê chè"],"en":["arabica"],"broader":["coffee"]}
    {"id":"avocado","vi":["bơ","quả bơ"],"en":["avocado"],"broader":["crop"]}
    {"id":"livestock","vi":["chăn nuôi"],"en":["livestock"]}
    {"id":"cattle","vi":["bò"],"en":["cattle"],"broader":["livestock"]}
    {"id":"dairy","vi":["bò sữa"],"en":["dairy"],"broader":["livestock"]}
    {"id":"traceability","vi":["truy xuất nguồn gốc"],"en":["traceability","track and trace"]}
    {"id":"drone","vi":["máy bay không người lái"],"en":["drone","UAV"],"code":"technology:uav"}
    {"id":"ai","vi":["trí tuệ nhân tạo","AI"],"en":["artificial intelligence"],"code":"technology:ai"}
    {"id":"digital_transformation","vi":["chuyển đổi số","CĐS"],"en":["digital transformation"]}
    {"id":"forest","vi":["rừng"],"en":["forest"]}
    {"id":"early_warning","vi":["cảnh báo sớm"],"en":["early warning"]}
    """

  static let lexicon = read(jsonLines: [("sample.jsonl", concepts)])

  private static func read(jsonLines: [(file: String, text: String)]) -> Lexicon {
    do { return try Lexicon(jsonLines: jsonLines) } catch { preconditionFailure("\(error)") }
  }

  /// Whom a fund with state money may invest in, from 1 July 2025 to the end of 2026.
  static let fundRules = read(
    rules: [
      [
        "id": "classes", "fund_kind": "state_venture_fund", "subject": "investee_class",
        "effect": "refused", "codes": ["high_tech_enterprise", "startup_innovative"],
        "document": "1/VD", "clause": "Điều 2", "valid_from": "2025-07-01",
        "valid_to": "2026-12-31", "vi": "Chỉ hai loại.", "en": "Two classes only.",
      ]
    ])

  private static func read(rules: JSON) -> FundRules {
    do { return try FundRules(json: rules) } catch { preconditionFailure("\(error)") }
  }

  static let moment = Instant(seconds: 1_790_000_000)

  static func profile(
    _ name: String, _ description: String? = nil, kind: OrganisationKind = .technologyFirm,
    _ change: (inout OrganisationProfile) -> Void = { _ in }
  ) -> OrganisationProfile {
    var profile = OrganisationProfile(kind: kind, name: name)
    profile.description = description
    change(&profile)
    return profile
  }

  static func organisation(
    _ id: String, _ profile: OrganisationProfile, status: Organisation.Status = .verified
  ) -> Organisation {
    Organisation(
      id: ID(id), externalID: "x-\(id)", status: status, createdAt: moment, updatedAt: moment,
      profile: profile)
  }

  static func organisation(_ id: String, _ name: String, _ description: String) -> Organisation {
    organisation(id, profile(name, description))
  }

  static func statement(
    _ title: String, _ description: String? = nil,
    _ change: (inout ProblemStatement) -> Void = { _ in }
  ) -> ProblemStatement {
    var statement = ProblemStatement(title: title)
    statement.description = description
    change(&statement)
    return statement
  }

  static func problem(
    _ id: String, _ statement: ProblemStatement, status: Problem.Status = .published,
    published: Bool = true
  ) -> Problem {
    Problem(
      id: ID(id), code: "DLK-2026-\(id)", status: status, createdAt: moment, updatedAt: moment,
      publishedAt: published ? moment : nil, statement: statement)
  }

  static func snapshot(
    _ organisations: [Organisation], _ problems: [Problem] = [], lexicon: Lexicon = lexicon
  ) -> Snapshot {
    Snapshot(lexicon: lexicon, weights: .standard, fundRules: fundRules).applying(
      organisations.map { .organisation($0) } + problems.map { .problem($0) })
  }

  /// A mixed register of Vietnamese, English and unmarked profiles.
  static let firms: [Organisation] = [
    organisation(
      "f01",
      profile("Hạt Đỏ", "Phần mềm truy xuất nguồn gốc cho cà phê từ vườn đến cảng.") {
        $0.products = ["Sổ vườn điện tử", "Mã lô cà phê"]
        $0.pastProjects = [PastProject(title: "Truy xuất nguồn gốc cà phê cho 2.000 hộ")]
        $0.fields = [.agriculture]
        $0.technologies = [.digitalPlatform]
        $0.province = "66"
        $0.trl = 8
        $0.employees = 30
        $0.legal = [LegalStatus(.scienceTechnologyEnterprise)]
      }),
    organisation(
      "f02",
      profile("Bean Ledger", "We provide traceability of coffee lots for exporters.") {
        $0.fields = [.agriculture]
        $0.technologies = [.blockchain]
        $0.province = "79"
        $0.trl = 6
      }),
    organisation(
      "f03",
      profile(
        "Nong So", "Phan mem quan ly vuon ca phe va truy xuat nguon goc nong san cho hop tac xa.")),
    organisation(
      "f04",
      profile("Sữa Cao Nguyên", "Thiết bị theo dõi sức khoẻ đàn bò sữa tại trang trại.") {
        $0.trl = 3
        $0.founded = 2025
        $0.employees = 4
      }),
    organisation("f05", "Bơ Xanh", "Phân loại quả bơ sau thu hoạch bằng camera."),
    organisation(
      "f06", "Mắt Rừng", "Máy bay không người lái và ảnh vệ tinh cảnh báo sớm cháy rừng."),
    organisation("f07", "Lớp Học Mở", "Bài giảng trực tuyến cho học sinh vùng cao."),
  ]

  static let coffeeProblem = statement(
    "Truy xuất nguồn gốc cà phê xuất khẩu",
    "Doanh nghiệp cần chứng minh nơi trồng cà phê. Cần phần mềm ghi nhật ký vườn và cấp mã lô hàng."
  ) {
    $0.expectedResult = "Cơ sở dữ liệu vườn cà phê và quy trình cấp mã."
    $0.field = .agriculture
    $0.technologies = [.digitalPlatform]
    $0.province = "66"
    $0.budgetVND = 3_000_000_000
  }
}

extension Matches {
  var ids: [String] { matches.map(\.subject.text) }
}

extension SearchResults {
  var ids: [String] { hits.map(\.id) }
}

/// The scalars of a text from one offset to another.
func slice(_ text: String, _ range: Range<Int>) -> String {
  String(String.UnicodeScalarView(Array(text.unicodeScalars)[range]))
}
