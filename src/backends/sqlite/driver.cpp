// SPDX-License-Identifier: MIT
#include "backends/sqlite/driver.hpp"
#include "backends/sqlite/connection.hpp"
#include "backends/sqlite/options.hpp"
#include "backends/sqlite/syntax.hpp"
#include <atomic>
#include <cstdint>
#include <string>

namespace athanor::kernel::sqlite {
namespace {

// The name of a database in memory is known to the whole process: the address keeps apart two copies of this library.
std::string memory_name() {
    static std::atomic<std::uint64_t> last = 0;
    const auto here = reinterpret_cast<std::uintptr_t>(&last);
    return "file:/athanor-" + std::to_string(here) + "-" + std::to_string(++last) + "?vfs=memdb";
}

// A path that begins with "file:" would be taken for a URI where SQLite was built so.
std::string file_name(const std::string& path) { return path.starts_with("file:") ? "./" + path : path; }

class SqliteDriver final : public Driver {
public:
    explicit SqliteDriver(const Url& url) : options_(url), shared_memory_(url.memory && !options_.private_memory) {
        name_ = shared_memory_ ? memory_name() : url.memory ? ":memory:" : file_name(url.path);
        // The data lives as long as any connection: this one lasts as long as the engine.
        if (shared_memory_) keeper_ = connect();
    }

    const Syntax& syntax() const noexcept override { return syntax_; }
    std::unique_ptr<DriverConnection> connect() override {
        return std::make_unique<SqliteConnection>(name_, shared_memory_, options_);
    }
    std::size_t max_connections() const noexcept override { return options_.private_memory ? 1 : 0; }
    std::string_view limit_remedy() const noexcept override {
        return "end the other session first, or leave the option private out of the URL";
    }

private:
    Options options_;
    bool shared_memory_;
    std::string name_;
    SqliteSyntax syntax_;
    std::unique_ptr<DriverConnection> keeper_;
};

} // namespace

std::unique_ptr<Driver> make_driver(const Url& url) { return std::make_unique<SqliteDriver>(url); }

} // namespace athanor::kernel::sqlite
