using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>A batch on its way to the follower.</summary>
/// <param name="Copies">The records.</param>
/// <param name="Results">The follower's answer to each of them.</param>
/// <param name="Place">How far the walk had come with the last of them, and how many records it had met.</param>
internal sealed record StoringBatch(
    IReadOnlyList<RecordCopy> Copies,
    Task<IReadOnlyList<CopyResult>> Results,
    (RecordCursor Cursor, long Done) Place);
