using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Walking;

/// <summary>What a walk asks of each page, and how it reads a row.</summary>
/// <param name="Page">
/// The statement of a page: bucket and key first, then the columns of the row; <c>$1</c> and <c>$2</c> are the place to
/// go on after, <c>$3</c> the most rows, <c>$4</c> the most bytes.
/// </param>
/// <param name="Read">Reads a row of a sound record.</param>
/// <param name="Damaged">What stands for a record that cannot be read.</param>
internal sealed record WalkQuery<T>(string Page, Func<RecordKey, NpgsqlDataReader, T> Read, Func<RecordKey, T> Damaged);
