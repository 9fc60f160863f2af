// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace athanor {

/// The root of everything Athanor throws.
///
/// An error gathers context while it rises: each storey that knows more adds a line, and `what()` shows all of them.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& message) : std::runtime_error(message), text_(message) {}
    const char* what() const noexcept override { return text_.c_str(); }
    /// Adds a line such as "while inserting into users".
    void add_context(std::string_view line);

private:
    std::string text_;
};

/// The program used the library in a way it does not allow.
class UsageError : public Error {
    using Error::Error;
};
/// An object without a session was asked for something only the database knows.
class DetachedError : public UsageError {
    using UsageError::UsageError;
};
/// An object hangs on a persistent owner but was never added to the session.
class UnattachedError : public UsageError {
    using UsageError::UsageError;
};
/// The row of the object is gone.
class ObjectDeletedError : public UsageError {
    using UsageError::UsageError;
};
/// The transaction failed earlier and was not rolled back yet; the message says the first cause.
class TransactionDoomedError : public UsageError {
    using UsageError::UsageError;
};
/// A session was used while another thread was using it.
class WrongThreadError : public UsageError {
    using UsageError::UsageError;
};
/// A value is not one the attribute or operation can take.
class ValueError : public UsageError {
    using UsageError::UsageError;
};
/// A key that is not in the collection.
class KeyError : public UsageError {
    using UsageError::UsageError;
};
/// A position that is not in the collection.
class IndexError : public UsageError {
    using UsageError::UsageError;
};

/// The mapping of the classes is wrong or ambiguous; one message names all problems.
class MappingError : public Error {
    using Error::Error;
};

/// The unit of work could not be carried out.
class FlushError : public Error {
    using Error::Error;
};
/// An UPDATE, or the DELETE of a link, did not find the row it was meant for.
class StaleDataError : public FlushError {
    using FlushError::FlushError;
};
/// Rows of one flush depend on each other in a circle.
class CircularDependencyError : public FlushError {
    using FlushError::FlushError;
};

/// A result is not what was asked for.
class ResultError : public Error {
    using Error::Error;
};
class NoResultError : public ResultError {
    using ResultError::ResultError;
};
class MultipleResultsError : public ResultError {
    using ResultError::ResultError;
};
/// A cell does not fit the C++ type of its attribute; the message names table, column and key.
class DecodeError : public ResultError {
    using ResultError::ResultError;
};

/// The database refused.
class DatabaseError : public Error {
public:
    DatabaseError(const std::string& message, std::string_view engine, int native_code, std::string_view sqlstate = {})
        : Error(message), engine_(engine), native_code_(native_code), sqlstate_(sqlstate) {}
    const std::string& engine() const noexcept { return engine_; }     ///< "sqlite", "postgresql", "mariadb"
    int native_code() const noexcept { return native_code_; }          ///< the driver's own number
    const std::string& sqlstate() const noexcept { return sqlstate_; } ///< five characters where the engine has them

private:
    std::string engine_;
    int native_code_;
    std::string sqlstate_;
};
/// A constraint of the database was violated.
class IntegrityError : public DatabaseError {
    using DatabaseError::DatabaseError;
};
/// The statement or the resource is the problem: no such table, locked, disk full.
class OperationalError : public DatabaseError {
    using DatabaseError::DatabaseError;
};
/// A statement nests deeper, or has more parts, than the database takes.
class StatementTooComplex : public OperationalError {
    using OperationalError::OperationalError;
};
/// A text, a blob or a whole row is larger than the database takes.
class ValueTooLarge : public DatabaseError {
    using DatabaseError::DatabaseError;
};
class ConnectionError : public DatabaseError {
    using DatabaseError::DatabaseError;
};
class TimeoutError : public DatabaseError {
    using DatabaseError::DatabaseError;
};
/// The connection was lost during COMMIT: the database may have committed or not.
class CommitOutcomeUnknown : public DatabaseError {
    using DatabaseError::DatabaseError;
};

} // namespace athanor
