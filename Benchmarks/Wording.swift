/// What made-up texts say around the concepts they speak of.
struct Wording {
  /// Who acts.
  let subjects: [String]
  /// What they do with a concept.
  let verbs: [String]
  /// What leads from one concept to the next.
  let joints: [String]
  /// For whom, where and when.
  let contexts: [String]
  /// What comes of it; # stands for a number.
  let results: [String]

  static let vietnamese = Wording(
    subjects: [
      "Chúng tôi", "Công ty", "Nhóm kỹ sư", "Đơn vị", "Hệ thống", "Nền tảng", "Sản phẩm",
      "Giải pháp", "Trung tâm", "Đội ngũ", "Dự án", "Thiết bị", "Phần mềm", "Phòng thí nghiệm",
      "Xưởng", "Mô hình", "Dịch vụ", "Doanh nghiệp", "Nhà trường", "Bộ công cụ", "Quy trình",
      "Dây chuyền", "Cán bộ", "Người dân", "Trạm", "Ứng dụng", "Kho dữ liệu", "Mạng lưới",
    ],
    verbs: [
      "cung cấp", "nghiên cứu", "triển khai", "thiết kế", "lắp đặt", "vận hành", "chế tạo",
      "chuyển giao", "thử nghiệm", "phát triển", "tư vấn", "đào tạo về", "tích hợp", "bảo trì",
      "theo dõi", "giám sát", "phân tích", "đo lường", "số hoá", "đánh giá", "hỗ trợ", "sản xuất",
      "kiểm định", "cải tiến", "quản lý", "cần có", "nâng cấp", "thay thế", "dự báo", "làm chủ",
      "phổ biến", "thương mại hoá", "mở rộng", "chuẩn hoá", "kết nối",
    ],
    joints: [
      "kết hợp với", "gắn với", "dựa trên", "cùng với", "thay cho", "phục vụ", "và", "bằng",
      "thông qua", "liên kết với", "từ", "nhằm", "trong lĩnh vực", "đi kèm", "hướng tới", "hoặc",
      "để giải quyết", "song song với", "chủ yếu là", "gồm cả",
    ],
    contexts: [
      "cho hợp tác xã", "tại các xã vùng sâu", "cho hộ sản xuất nhỏ", "trên địa bàn tỉnh",
      "cho doanh nghiệp chế biến", "ở vùng Tây Nguyên", "cho cơ quan nhà nước",
      "tại nhà máy của khách hàng", "trong mùa khô", "sau thu hoạch", "qua điện thoại di động",
      "ngoài hiện trường", "cho trường học và bệnh viện", "ban đêm", "khi mất kết nối mạng",
      "cho thị trường xuất khẩu", "theo tiêu chuẩn quốc gia", "trong suốt vụ", "với chi phí hợp lý",
      "cho bà con", "trên nền web", "cho các sở, ngành", "tại khu công nghiệp",
      "giữa các xã, phường", "trước mùa mưa", "cho nhà đầu tư", "theo đặt hàng của địa phương",
      "mà không cần thêm nhân lực", "nhưng vẫn giữ bí mật dữ liệu", "ngay từ khâu đầu tiên",
    ],
    results: [
      "giảm #% chi phí", "tiết kiệm #% nước", "xử lý # hồ sơ mỗi ngày", "đã có # khách hàng",
      "rút ngắn # ngày", "tăng #% năng suất", "bảo hành # tháng", "công suất # kW", "phủ # ha",
      "sai số dưới #%", "phục vụ # hộ", "đã lắp # điểm", "trong # tháng", "với # người dùng",
      "doanh thu # tỷ đồng", "đào tạo # học viên",
    ])

  static let english = Wording(
    subjects: [
      "We", "The company", "Our engineers", "The platform", "The team", "Our laboratory",
      "The device", "This project", "The service", "Our software", "The centre", "The workshop",
      "A pilot", "The system", "Our partners", "The model", "The university", "The toolkit",
    ],
    verbs: [
      "provides", "develops", "builds", "installs", "maintains", "designs", "tests", "operates",
      "supplies", "studies", "measures", "monitors", "analyses", "integrates", "delivers",
      "teaches", "certifies", "improves", "manages", "replaces", "predicts", "produces", "needs",
      "licenses", "automates", "evaluates", "connects",
    ],
    joints: [
      "combined with", "based on", "together with", "instead of", "for", "and", "by means of",
      "through", "in", "linked to", "as well as", "using", "aimed at", "including", "or", "from",
      "rather than", "on top of",
    ],
    contexts: [
      "for cooperatives", "in remote communes", "for smallholders", "across the province",
      "for food processors", "in the Central Highlands", "for public agencies",
      "at the customer's plant", "during the dry season", "after harvest", "on a phone",
      "in the field", "for schools and hospitals", "at night", "without a network",
      "for export markets", "to national standards", "at a fair price", "in the browser",
      "in industrial parks", "for investors", "with no extra staff", "before the rains",
      "under a public contract", "from the first day",
    ],
    results: [
      "cutting costs by #%", "saving #% of the water", "handling # files a day",
      "with # customers so far", "# days faster", "raising yields by #%", "with # months warranty",
      "rated at # kW", "over # ha", "with an error below #%", "serving # households",
      "at # sites", "within # months", "used by # people",
    ])

  /// Sounds of made-up names.
  static let brandParts = [
    "a", "ba", "bi", "da", "do", "e", "ga", "gi", "ha", "ho", "i", "ka", "ki", "la", "le", "li",
    "ma", "mi", "mo", "na", "ni", "no", "o", "pa", "pi", "qua", "ra", "ri", "ro", "sa", "sen",
    "so", "ta", "tek", "ti", "to", "u", "va", "vi", "vo", "xa", "ya", "za", "zo",
  ]
}
