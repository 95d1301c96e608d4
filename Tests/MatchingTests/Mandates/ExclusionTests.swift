import Domain
import Matching
import Testing

/// What a mandate says it does not want, in sentences of every form.
@Suite struct ExclusionTests {
  private func clauses(_ text: String) -> [String] {
    var fund = FundProfile()
    fund.thesis = text
    let record = Samples.organisation(
      "q", Samples.profile("Quỹ Mẫu", kind: .fund) { $0.fund = fund })
    let snapshot = Samples.snapshot([record])
    return snapshot.offers(of: record, .fund).first?.exclusions ?? []
  }

  @Test(arguments: [
    (
      "Đầu tư phần mềm. Không đầu tư bất động sản, nhà hàng.",
      ["Không đầu tư bất động sản, nhà hàng"]
    ),
    ("Không tài trợ trồng rừng; tài trợ chăn nuôi.", ["Không tài trợ trồng rừng"]),
    ("Quỹ không còn nhận dự án trò chơi.", ["không còn nhận dự án trò chơi"]),
    ("Ít quan tâm phần cứng.", ["Ít quan tâm phần cứng"]),
    ("Mọi ngành, trừ khai khoáng và thuốc lá.", ["trừ khai khoáng và thuốc lá"]),
    ("Mọi lĩnh vực ngoại trừ rượu bia.", ["ngoại trừ rượu bia"]),
    ("Sàn tiền số không được xét. Nhận y tế.", ["Sàn tiền số không được xét"]),
    ("Không hỗ trợ nhà hàng nhưng hỗ trợ chế biến.", ["Không hỗ trợ nhà hàng"]),
    ("Khong dau tu bat dong san. Dau tu nong nghiep.", ["Khong dau tu bat dong san"]),
    ("We back software. We do not fund restaurants or bars.", ["not fund restaurants or bars"]),
    ("We don't currently invest in hardware.", ["don't currently invest in hardware"]),
    ("All sectors except tobacco.", ["except tobacco"]),
    ("Health, no gambling, no weapons.", ["no gambling", "no weapons"]),
    ("Trading desks are not eligible. Farms are.", ["Trading desks are not eligible"]),
    ("We never back mining but like water.", ["never back mining"]),
  ]) func isFound(_ thesis: String, _ expected: [String]) {
    #expect(clauses(thesis) == expected)
  }

  @Test(arguments: [
    "Không yêu cầu doanh thu, tài trợ không hoàn lại.",
    "Máy bay không người lái và thuốc trừ sâu sinh học.",
    "Chấp nhận chưa có doanh thu, hỗ trợ bằng sáng chế.",
    "Tài trợ cho nhóm chưa từng gọi vốn.",
    "Equity without board control; revenue is not required.",
    "We measure tonnes of carbon avoided.",
    "Nothing excites us more than water.",
  ]) func otherNegationsExcludeNothing(_ thesis: String) {
    #expect(clauses(thesis) == [])
  }
}
