#include "common/rpc/localized_vi.h"

#include <algorithm>
#include <array>

namespace tiendo::rpc {
namespace {

struct Sentence {
  std::string_view reason;
  std::string_view text;
};

// Sorted as in the catalogue.
constexpr auto kSentences = std::to_array<Sentence>({
    {"INTERNAL_ERROR",
     "Hệ thống gặp lỗi nội bộ. Vui lòng báo mã lỗi (error_id) cho quản trị viên."},
    {"INVALID_REQUEST",
     "Yêu cầu có trường thông tin không hợp lệ. Vui lòng sửa theo từng trường được nêu."},
    {"RESOURCE_NOT_FOUND", "Không tìm thấy đối tượng. Vui lòng kiểm tra lại tên."},
    {"RESOURCE_EXISTS",
     "Mã này đã được dùng. Vui lòng chọn mã khác hoặc cập nhật đối tượng đã có."},
    {"ETAG_MISMATCH",
     "Đối tượng đã thay đổi kể từ lần đọc trước. Vui lòng đọc lại rồi thực hiện lại."},
    {"REQUEST_ID_REUSED",
     "Mã yêu cầu (request_id) đã dùng cho nội dung khác. Vui lòng dùng mã mới."},
    {"PAGE_TOKEN_INVALID", "Mã trang không hợp lệ. Vui lòng xem lại từ trang đầu."},
    {"PAGE_TOKEN_MISMATCH",
     "Mã trang thuộc về một truy vấn khác. Vui lòng giữ nguyên điều kiện truy vấn ban đầu."},
    {"RESUME_TOKEN_INVALID",
     "Mã tiếp tục theo dõi không hợp lệ. Vui lòng theo dõi lại từ đầu kèm ảnh chụp dữ liệu."},
    {"RESUME_TOKEN_MISMATCH",
     "Mã tiếp tục thuộc về dịch vụ hoặc bộ lọc khác. Vui lòng dùng đúng nơi đã cấp mã."},
    {"HISTORY_COMPACTED",
     "Lịch sử thay đổi tại vị trí này không còn được lưu. Vui lòng lấy lại danh sách."},
    {"REVISION_AHEAD", "Vị trí yêu cầu mới hơn dữ liệu hiện có. Vui lòng lấy lại danh sách."},
    {"DATABASE_CHANGED", "Vị trí thuộc về cơ sở dữ liệu khác. Vui lòng lấy lại danh sách."},
    {"WATCHER_TOO_SLOW", "Bên theo dõi nhận quá chậm. Vui lòng tiếp tục từ mã tiếp tục cuối cùng."},
    {"POSITION_INVALID",
     "Vị trí dữ liệu (min_positions) không hợp lệ. Vui lòng gửi đúng giá trị đã nhận."},
    {"POSITION_NOT_REACHED", "Dữ liệu chưa cập nhật tới vị trí yêu cầu. Vui lòng thử lại sau."},
    {"OVERLOADED", "Hệ thống đang quá tải. Vui lòng thử lại sau ít giây."},
    {"SHUTTING_DOWN", "Máy chủ đang dừng. Vui lòng thử lại."},
    {"DEADLINE_EXCEEDED", "Yêu cầu đã quá thời hạn chờ. Vui lòng thử lại."},
    {"CANCELLED", "Yêu cầu đã bị bên gọi hủy."},
    {"PERMISSION_DENIED", "Không có quyền thực hiện chức năng này."},
    {"MESSAGE_TOO_LARGE",
     "Nội dung gửi hoặc nhận vượt quá giới hạn dung lượng. Vui lòng chia nhỏ yêu cầu."},
    {"DATABASE_UNAVAILABLE",
     "Cơ sở dữ liệu tạm thời không phản hồi. Vui lòng thử lại với cùng mã yêu cầu."},
    {"DATABASE_CONFLICT",
     "Thao tác bị hủy do xung đột dữ liệu. Vui lòng thử lại với cùng mã yêu cầu."},
    {"DATABASE_FULL",
     "Cơ sở dữ liệu đã hết dung lượng. Vui lòng liên hệ quản trị viên; việc đọc vẫn thực hiện "
     "được."},
    {"SCHEMA_MISMATCH",
     "Phiên bản cấu trúc cơ sở dữ liệu không phù hợp. Vui lòng liên hệ quản trị viên."},
    {"PEER_UNAVAILABLE", "Dịch vụ liên quan tạm thời không phản hồi. Vui lòng thử lại sau."},
    {"REFERENCE_NOT_FOUND",
     "Đối tượng được dẫn chiếu không tồn tại. Vui lòng kiểm tra trường được nêu."},
    {"CALENDAR_YEAR_MISSING",
     "Chưa có lịch làm việc của năm này. Vui lòng nhập lịch trước khi tính hạn."},
    {"REPEAT_WITHOUT_REQUEST_ID",
     "Yêu cầu gửi lại không có mã yêu cầu (request_id) nên không được thực hiện. Vui lòng kiểm tra "
     "kết quả của lần gửi trước."},
    {"PROGRAM_STATE", "Trạng thái của chương trình không cho phép thao tác này."},
    {"ITEM_STATE", "Trạng thái của nhiệm vụ không cho phép thao tác này."},
    {"LEAD_ALREADY_DONE", "Cơ quan chủ trì này đã hoàn thành phần việc của mình."},
    {"ITEM_EVENT_CONFLICT",
     "Không thể hủy ghi nhận này vì đã hủy trước đó hoặc còn ghi nhận khác dựa vào. Vui lòng hủy "
     "ghi nhận kia trước."},
    {"VOCABULARY_RETIRED",
     "Danh mục này đã thôi dùng. Vui lòng chọn mục khác hoặc đưa mục này vào dùng lại."},
    {"TARGET_STATE", "Trạng thái của chỉ tiêu không cho phép thao tác này."},
    {"TARGET_REPORT_CONFLICT",
     "Đã có báo cáo khác về cùng số liệu của chỉ tiêu này. Vui lòng đính chính báo cáo đó."},
    {"TARGET_ENTRY_VOIDED", "Lần ghi này đã bị hủy trước đó. Vui lòng ghi mới nếu cần."},
    {"DUTY_STATE", "Trạng thái của nhiệm vụ giao đồng loạt không cho phép thao tác này."},
    {"ASSIGNMENT_STATE",
     "Trạng thái việc nộp của đơn vị không cho phép thao tác này. Vui lòng kiểm tra ngày và các "
     "lần "
     "nộp, trả lại đã ghi."},
    {"POPULATION_TOO_LARGE",
     "Số đơn vị được giao vượt quá giới hạn của một lần giao. Vui lòng tách nhiệm vụ theo cấp trên "
     "trực tiếp."},
    {"POPULATION_EMPTY",
     "Không có đơn vị nào thuộc đối tượng được giao vào ngày này. Vui lòng kiểm tra đối tượng hoặc "
     "ngày giao."},
    {"PLAN_EXISTS", "Đơn vị đã có kế hoạch kiểm tra, giám sát của năm này."},
    {"PLAN_STATE", "Trạng thái của kế hoạch không cho phép thao tác này."},
    {"ENGAGEMENT_STATE", "Trạng thái của cuộc kiểm tra, giám sát không cho phép thao tác này."},
    {"REQUIREMENT_MISSING",
     "Chưa có quy định về việc ban hành kế hoạch của năm này. Vui lòng nhập quy định trước."},
    {"REQUIREMENT_OVERLAP",
     "Đơn vị hoặc loại đơn vị đã thuộc một quy định khác của cùng năm. Vui lòng bỏ ra khỏi một "
     "trong hai quy định."},
    {"RECOMMENDATION_STATE", "Trạng thái của kiến nghị không cho phép thao tác này."},
    {"RECOMMENDATIONS_OPEN",
     "Cuộc kiểm tra, giám sát còn kiến nghị chưa được đánh giá. Vui lòng đánh giá trước khi lưu "
     "hồ sơ."},
    {"EVENT_NOT_VOIDABLE",
     "Chỉ hủy được lần ghi mới nhất còn hiệu lực. Vui lòng hủy lần ghi đó trước."},
    {"REMINDER_STATE", "Trạng thái của lần nhắc nhở, đôn đốc không cho phép thao tác này."},
    {"SCOPE_NOT_FOUND",
     "Không tìm thấy đơn vị trong phạm vi tổng hợp. Vui lòng kiểm tra lại tên đơn vị."},
    {"SCOPE_NOT_IN_FORCE", "Đơn vị không tồn tại vào ngày được chọn."},
    {"NOT_LOADED", "Số liệu chưa được nạp xong. Vui lòng thử lại sau."},
    {"UNIT_NOT_IN_FORCE",
     "Đơn vị không tồn tại vào ngày này. Vui lòng chọn ngày khác hoặc đơn vị kế thừa."},
    {"UNIT_TREE_CONFLICT",
     "Việc sắp xếp này làm sai cây tổ chức vào ngày được nêu. Vui lòng xem từng đơn vị được nêu."},
    {"UNIT_EVENT_CONFLICT",
     "Đơn vị đã có một lần sắp xếp khác mâu thuẫn với việc này. Vui lòng chọn ngày khác hoặc hủy "
     "lần ghi sai."},
});

}  // namespace

std::string_view LocalizedVi(std::string_view reason) {
  auto found = std::find_if(kSentences.begin(), kSentences.end(),
                            [&](const Sentence& s) { return s.reason == reason; });
  return found == kSentences.end() ? std::string_view() : found->text;
}

}  // namespace tiendo::rpc
