// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/region.hpp"
#include "athanor/orm/ports/state_owner.hpp"
#include "athanor/orm/session/session_core.hpp"
#include "orm/flush/execute_plan.hpp"
#include "orm/instance/identity_map.hpp"
#include "orm/loading/context.hpp"
#include "orm/session/object_list.hpp"
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>

namespace athanor::kernel {

/// What a transaction or savepoint did to objects, so that a rollback can undo it.
struct Frame {
    std::string savepoint; ///< empty: the transaction itself
    struct Birth {
        Header* object;
        std::uint8_t given; ///< a bit for each attribute of the key that came from the database
    };
    struct Rekeying {
        Header* object;
        std::vector<Value> key; ///< the one it had before
    };
    std::vector<Birth> born;      ///< their rows were inserted
    std::vector<Header*> gone;    ///< their rows were deleted
    std::vector<Header*> written; ///< their rows were updated
    std::vector<Rekeying> rekeyed;
    std::vector<FilledKey> filled;
};

/// A session: identity map, what is new, changed and to be deleted, and the transaction.
class SessionState final : public StateOwner {
public:
    SessionState(std::shared_ptr<Pool> pool, const SessionOptions& options);
    ~SessionState();

    // the bell (session_state.cpp)
    void load(Header* object, const Attribute& attribute) override;
    std::vector<Header*> members(Header* owner, const Attribute& attribute) override;
    void autoflush() override { autoflush_now(); }
    void read_columns(Header* object) override;
    void changed(Header* object) override;
    void unchanged(Header* object) noexcept override;
    void adopt(Header* const* objects, std::size_t count, const Header* owner) override;
    std::vector<Header*> leaving_with(Header* object) override;
    void release(const std::vector<Header*>& objects) noexcept override;
    void rescue(Header* object) noexcept override;
    void row_is_gone(Header* object) override;
    Header* find(const ClassInfo& cls, const Cell* key, std::size_t count) const override;

    // what enters and leaves (session_objects.cpp)
    void add(Header* object);
    void erase(Header* object);
    void expunge(Header* object);
    void expunge_all();
    Header* get(const ClassInfo& cls, const Cell* key, std::size_t count);
    bool has(const Header* object) const noexcept { return object->owner == this; }

    // copies of objects from elsewhere (merge.cpp)
    Header* merge(Header* object);

    // expiry (session_expire.cpp)
    void expire(Header* object, const Attribute* const* attributes, std::size_t count);
    void expire_all();
    void refresh(Header* object, const Attribute* const* attributes, std::size_t count);

    // statements that pass the objects by (session_bulk.cpp)
    std::int64_t write(const Program& program);
    void expire_written(const BulkWrite& what);

    // the unit of work (session_flush.cpp)
    void flush();
    void autoflush_now();
    WorkSet collect_work();
    bool has_work() const noexcept { return !fresh_.empty() || !changed_.empty() || !deleted_.empty(); }

    // transactions (session_transaction.cpp)
    void commit();
    void rollback();
    void begin_nested();
    void commit_nested();
    void rollback_nested();
    Connection& connection(); ///< in a transaction. **Throws** TransactionDoomedError
    LoadContext context(Renewed* renewed = nullptr);
    const Syntax& syntax() const noexcept { return pool_->syntax(); }

    SessionOptions options;
    SessionCore* facade = nullptr; ///< what programs know this session by
    ObjectList fresh_, changed_, deleted_;
    IdentityMap identity_map_;

private:
    bool read_again(Header* object);
    Header* read(const ClassInfo& cls, const Cell* key);
    void bring_along(const ClassInfo& cls, const std::vector<Header*>& objects);
    void check_sound() const;
    void require_own(const Header* object, const char* what) const;
    void check_entry(const Header* object) const;
    void check_entries(const std::vector<Header*>& objects) const;
    void check_alone(const Header* object) const;
    bool is_in_map(const Header* object) const; ///< it has not been displaced by another object of its row
    void adopt_all(Header* const* objects, std::size_t count, const Header* owner);
    void bring_in(Header* const* objects, std::size_t count, const Header* owner);
    void take_in(Header* object);
    void take_in_new(Header* object) {
        enter(region_, object);
        fresh_.push_back(object);
        object->owner = this;
        object->state = State::pending;
    }
    void take_all_in(const std::vector<Header*>& objects);
    void take_back(Header* object);
    void detach(Header* object) noexcept;
    void forget(Header* object) noexcept;
    void leave_regions() noexcept;
    void mark(Header* object, bool by_cascade);
    void unmark(Header* object) noexcept;
    void mark_orphans();
    void mark_orphan(Header* object);
    void rescue_taken_in();
    void displace_single_members();
    void place_newcomers();
    void recheck_keys();
    void displace(Header* owner, const Attribute& attribute);
    void show_references(const WorkSet& work);
    void show_known(Header* object, const Attribute& attribute);
    void note_takers(const WorkSet& work);
    void forget_losses_of_others();
    std::vector<Header*> deleted_with(Header* object) const;
    void forget_taken_by_others(Header* owner) const;
    std::vector<Header*> lost_to_others(Header* owner, const Attribute& attribute) const;
    void read_expired(const std::vector<Header*>& objects);
    void fail_flush(const std::string& cause, const FlushOutcome& outcome);
    void finish_flush(const WorkSet& work, FlushPlan& plan, const FlushOutcome& outcome);
    void finish_insert(Header* object);
    void finish_update(Header* object);
    void finish_delete(Header* object);
    bool was_written(const Header* object) const;
    void undo_frame(Frame& frame);
    bool undo_birth(const Frame::Birth& birth);
    static void end_deletion(Header* object) noexcept;
    void restore_rows(const Frame& frame);
    void drop_frame();
    void make_transient(Header* object);
    std::vector<Header*> forget_pending();
    void restore_marked(const std::vector<Header*>& objects);
    void forget_deleted();
    void expire_object(Header* object);
    void expire_moved_lists();
    void forget_changes(Header* object) noexcept;
    void expire_values(Header* object);
    void restore_values(Header* object);
    Frame& frame() { return frames_.back(); }

    std::shared_ptr<Pool> pool_;
    Region* region_;
    std::vector<Region*> left_regions_; ///< of expunged objects, until the transaction ends
    std::optional<Connection> connection_;
    std::vector<Frame> frames_;
    std::string doomed_; ///< the first cause; empty: the transaction is sound
    /// Members without a reference back, and who took them last in a flush: another owner may show them still.
    boost::unordered_flat_map<const Header*, const Header*> takers_;
    bool flushing_ = false;
    int savepoints_ = 0;
};

} // namespace athanor::kernel
