import Domain
import Testing

@Suite struct PasswordTests {
  private func fault(_ password: String) -> Fault.Rule? {
    Password.fault(
      password, at: "/password", common: ["mat khau 12345"],
      context: ["nguyenvanan@example.vn", "Nguyễn Văn An Bình"])?.rule
  }

  @Test func lengthIsAllThatIsAskedFor() {
    #expect(fault("cà phê đậm đ") == nil)
    #expect(fault("aaaabbbbccccdddd") == nil)
    #expect(fault("cà phê đậm ") == .tooShort)
    #expect(fault("") == .tooShort)
    #expect(fault(String(repeating: "đắk lắk ", count: 16)) == nil)
    #expect(fault(String(repeating: "đắk lắk ", count: 16) + "x") == .tooLong)
  }

  @Test(arguments: [
    "mat khau 12345", "Mật Khẩu 12345", "MẬT KHẨU 12345", "nguyenvanan@example.vn",
    "Nguyễn Văn An Bình", "nguyen van an binh", "aaaaaaaaaaaaaa", "abababababababab",
  ]) func whatIsGuessedFirstIsRefused(_ password: String) {
    #expect(fault(password) == .tooCommon)
  }

  @Test func faultsNeverShowThePassword() {
    for password in ["ngắn-bí-mật", String(repeating: "bí-mật", count: 40), "mat khau 12345"] {
      let found = Password.fault(
        password, at: "/p", common: ["mat khau 12345"], context: [])
      #expect(found != nil && found?.found?.contains("mật") != true)
      #expect(found?.found?.contains("khau") != true)
    }
  }

  @Test func readersOfSecretsNeverShowThem() {
    for value in [
      .integer(123_456_789_012), .string("a\u{7}" + "bimat"),
      .string(String(repeating: "x", count: 1001)), ["bimat"],
    ] as [JSON] {
      let log = FaultLog()
      var reader = ObjectReader(["password": value], log: log)
      #expect(reader?.secret("password") == nil)
      #expect(log.faults.count == 1)
      #expect(log.faults.allSatisfy { !($0.found ?? "").contains("123") })
      #expect(log.faults.allSatisfy { !($0.found ?? "").contains("bimat") })
    }
    var reader = ObjectReader(["password": " có dấu cách "], log: FaultLog())
    #expect(reader?.secret("password") == " có dấu cách ")
  }

  @Test func anAddressIsTakenInLowerCaseAndOfPlainLetters() {
    for (written, expected) in [
      ("An@Example.VN", "an@example.vn"), ("аn@example.vn", nil), ("an@exаmple.vn", nil),
      ("an", nil), ("a n@example.vn", nil), ("an@example", nil),
    ] as [(String, String?)] {
      var reader = ObjectReader(["email": .string(written)], log: FaultLog())
      #expect(reader?.email("email") == expected, "\(written)")
    }
  }
}
