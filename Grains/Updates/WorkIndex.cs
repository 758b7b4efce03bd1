using System.Text;
using System.Text.Json;
using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Updates;

/// <summary>Records that say for which owners something waits, so that it is found after any restart.</summary>
/// <remarks>
/// <para>
/// A record is written before the document that has the work, and deleted after the document says that it has none
/// (<see cref="SessionDocument.Indexed"/>). Both changes of the document are compare-and-set, so that work without a
/// record cannot come to be, even with two activations of one owner: whoever adds work to a document that names no
/// record writes one first, and its revision refuses a delete that was begun before.
/// </para>
/// <para>A record without work is harmless. Safe for many callers at once.</para>
/// </remarks>
internal sealed class WorkIndex(IRecordStore store)
{
    /// <summary>Notes that an owner has work, at this time or later.</summary>
    /// <exception cref="HybridException">It is not known to be noted.</exception>
    public ValueTask WriteAsync(SessionKey key, DateTimeOffset due) => GuardAsync(StorageErrors.OfWrite, async () =>
    {
        var body = RecordBody.Parse(Encoding.UTF8.GetBytes($$"""{"due":{{JsonSerializer.Serialize(due)}}}"""));
        while (!await TryWriteAsync(key, await RevisionOfAsync(key), body))
        {
            // Somebody else wrote or deleted it: what counts is that this revision comes after that.
        }
    });

    /// <summary>The revision of the record of an owner.</summary>
    public async ValueTask<Revision> RevisionOfAsync(SessionKey key)
        => (await ReadAsync(SessionRecords.WorkOf(key)))?.Revision ?? Revision.None;

    /// <summary>Deletes the record if it is still the same one.</summary>
    public async ValueTask DeleteAsync(SessionKey key, Revision revision) => await TryWriteAsync(key, revision, null);

    /// <summary>Finds every owner of a bot that has work.</summary>
    /// <exception cref="HybridException">The store did not answer.</exception>
    public async ValueTask<IReadOnlyDictionary<SessionOwner, DateTimeOffset>> ReadAllAsync(BotId bot)
    {
        var found = new Dictionary<SessionOwner, DateTimeOffset>();
        await GuardAsync(StorageErrors.OfRead, async () =>
        {
            await foreach (var header in store.WalkAsync(
                Component.Configuration, SessionRecords.WorkPrefixOf(bot), RecordCursor.Start, default))
            {
                if (!header.IsTombstone && SessionRecords.OwnerOf(header.Key) is { } owner)
                {
                    found[owner] = DueOf((await ReadAsync(header.Key))?.Body);
                }
            }
        });
        return found;
    }

    private ValueTask<StoredRecord?> ReadAsync(RecordKey key) => store.ReadAsync(key, Epoch.Initial, default);

    private async ValueTask<bool> TryWriteAsync(SessionKey key, Revision expected, RecordBody? body)
        => (await store.WriteAsync(
            new RecordWrite
            {
                Key = SessionRecords.WorkOf(key),
                Expected = expected,
                Body = body,
                WriteId = WriteId.New(),
                Epoch = Epoch.Initial,
            },
            CancellationToken.None)).Accepted;

    /// <summary>What cannot be read is looked at now: the document has the truth.</summary>
    private static DateTimeOffset DueOf(RecordBody? body)
    {
        using var document = JsonDocument.Parse(body?.Utf8 ?? "{}"u8.ToArray());
        return document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("due", out var due) && due.TryGetDateTimeOffset(out var time) ? time : default;
    }

    private static async ValueTask GuardAsync(Func<Exception, HybridException> translate, Func<ValueTask> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw translate(e);
        }
    }
}
