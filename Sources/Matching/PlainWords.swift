/// Words that stand in the description of any project, whatever it is about: when both sides say
/// "system" or "ready", they have not met in anything.
///
/// They count when records are ranked, since rarity weighs them there; only explanations leave them
/// out. A Vietnamese entry is a word of one or two syllables.
struct PlainWords: Sendable {
  private var singles = KeyTable()
  private var pairs = KeyTable()

  init(letters: Letters) {
    var reading = Reading()
    for entry in Self.list.split(separator: ",") {
      Reader.form(String(entry), letters: letters, into: &reading)
      let tokens = reading.tokens
      if tokens.count == 1 { singles.set(tokens[0].written, 0) }
      if tokens.count == 2 {
        pairs.set(Key.pair(tokens[0].written, tokens[1].written), 0)
        pairs.set(Key.pair(tokens[0].folded, tokens[1].folded), 0)
      }
    }
  }

  /// How many words from there on are one plain word; 0 for none.
  func length(
    _ tokens: ContiguousArray<Token>, _ position: Int, end: Int, _ script: Script
  ) -> Int {
    let token = tokens[position]
    if position + 1 < end {
      let next = tokens[position + 1]
      let isPair =
        script == .unmarked
        ? isPair(token.folded, next.folded) : isPair(token.written, next.written)
      if isPair { return 2 }
    }
    return isSingle(token.written) ? 1 : 0
  }

  /// Whether two words in sequence are one plain word.
  @inline(__always)
  func isPair(_ first: UInt64, _ second: UInt64) -> Bool {
    pairs[Key.pair(first, second)] != nil
  }

  /// Whether a word is plain by itself.
  @inline(__always)
  func isSingle(_ word: UInt64) -> Bool { singles[word] != nil }

  private static let list = """
    hệ thống,nền tảng,giải pháp,dữ liệu,mô hình,ứng dụng,sẵn sàng,phần mềm,công nghệ,kỹ thuật,dự án,\
    đề án,đề tài,nhiệm vụ,xây dựng,triển khai,cung cấp,thực hiện,hỗ trợ,phát triển,quản lý,sử dụng,\
    đảm bảo,bảo đảm,đáp ứng,yêu cầu,kết quả,hiệu quả,chất lượng,số lượng,khối lượng,tỉ lệ,tỷ lệ,\
    sản phẩm,dịch vụ,đơn vị,doanh nghiệp,công ty,cổ phần,trách nhiệm,hữu hạn,tổ chức,cơ quan,cơ sở,\
    cán bộ,người dùng,người dân,khách hàng,nhân viên,kỹ sư,đội ngũ,chuyên gia,lãnh đạo,địa phương,\
    địa bàn,khu vực,thành phố,tây nguyên,đắk lắk,việt nam,cả nước,toàn tỉnh,hồ sơ,thông tin,nội dung,\
    chức năng,mục tiêu,nhu cầu,vấn đề,khả năng,năng lực,kinh nghiệm,thời gian,thời điểm,chi phí,\
    giá trị,mức độ,quy trình,quy mô,quy định,tiêu chuẩn,tiêu chí,thiết bị,máy móc,công cụ,phương pháp,\
    phương án,kế hoạch,chương trình,hoạt động,công việc,công tác,nghiên cứu,thử nghiệm,kiểm tra,\
    đánh giá,phân tích,tích hợp,kết nối,tự động,thông minh,hiện đại,tiên tiến,toàn diện,tổng thể,\
    ví dụ,ít nhất,tối thiểu,tối đa,trung bình,so với,hằng năm,hàng năm,hằng ngày,hàng ngày,hiện trường,\
    thực tế,thực địa,điện thoại,máy tính,bài toán,lĩnh vực,nghiệm thu,chuyển giao,hướng dẫn,vận hành,\
    bảo trì,lắp đặt,thiết kế,chế tạo,xử lý,báo cáo,thống kê,tổng hợp,cập nhật,theo dõi,giám sát,\
    kiểm soát,điều hành,liên kết,phối hợp,tham gia,tiếp cận,phục vụ,áp dụng,thí điểm,nâng cao,\
    giảm thiểu,tiết kiệm,phù hợp,đầy đủ,chính xác,nhanh chóng,kịp thời,ổn định,an toàn,đơn giản,\
    phức tạp,quan trọng,cần thiết,hiện nay,hiện có,sẵn có,có sẵn,đầu tiên,cuối cùng,bắt đầu,kết thúc,\
    tiếng việt,mất mạng,trung tâm,sản xuất,môi trường,giới thiệu,phản hồi,câu hỏi,hợp lệ,\
    thoả thuận,quy chuẩn,cảnh báo,điều khiển,lao động,năng suất,trạng thái,tình trạng,danh sách,danh mục,tài liệu,văn bản,bản ghi,mã nguồn,\
    thuộc,tỉnh,huyện,xã,phường,thôn,buôn,làng,vùng,nơi,ngày,tháng,năm,tuần,quý,giờ,phút,giây,hộ,người,\
    đồng,triệu,tỷ,tỉ,tấn,tạ,lít,mét,máy,bộ,nhóm,loại,dạng,kiểu,cấp,mức,điểm,lần,lượt,phần,đợt,kỳ,vụ,\
    giảm,tăng,đạt,dùng,làm,chạy,đặt,lấy,đưa,giúp,nhận,gửi,ghi,đọc,xem,mở,đóng,lớn,nhỏ,cao,thấp,dài,\
    ngắn,nhanh,chậm,tốt,chung,sớm,muộn,đầu,cuối,chủ,cũ,toàn,tổng,
    system,platform,solution,data,software,model,application,app,service,company,firm,team,project,
    product,customer,client,user,business,enterprise,technology,tech,technical,digital,smart,online,
    tool,based,using,use,used,provide,build,built,develop,development,support,manage,management,
    process,processing,quality,result,research,year,month,week,day,hour,minute,time,local,province,
    provincial,district,commune,ward,vietnam,vietnamese,highland,example,high,low,new,old,full,work,
    working,need,people,public,field,site,area,unit,number,cost,price,rate,level,test,pilot,design,
    deliver,help,make,made,run,running,small,large,big,fast,simple,easy,real,whole,first,last,one,two,
    three,own,open,close,set,kit,part,point,place,list,form,file,record,document,report,plan,program,
    programme,staff,officer,engineer,expert,partner,group,office,centre,center,device,machine,
    equipment,standard,require,required,requirement,reduce,increase,improve,percent,least,good,better,
    available,ready,current,different,main,key,well,information,feature,function,integrate,integrated,
    install,operate,operation,operating,analysis,monitoring,automatic,automated,android,
    web,website,phone,mobile,computer
    """
}
