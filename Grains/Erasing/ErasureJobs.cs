using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>The jobs of erasures, which are records of the component <c>configuration</c>.</summary>
/// <remarks>
/// Their keys begin with a text that is no bot id, so that no key of a bot's configuration can be one of them. A job
/// that has ended is a tombstone.
/// </remarks>
internal sealed class ErasureJobs(IRecordStore store)
{
    private const string Scope = "erasure.jobs";

    /// <summary>The start of all keys.</summary>
    public static string KeyPrefix { get; } = RecordKeys.PrefixOf(Scope);

    /// <returns>False for a key of no job.</returns>
    public static bool TryUserOf(RecordKey key, out UserKey user)
    {
        user = default;
        // Bot ids and numbers are made of letters that no encoding changes.
        var parts = key.Text.Split('/');
        if (parts.Length != 3
            || !long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        try
        {
            user = new UserKey(new BotId(parts[1]), id);
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    /// <summary>What is stored: the job, null in it when it has ended; null when there never was one.</summary>
    public async ValueTask<(Revision Revision, RecordBody? Body)?> FindAsync(
        UserKey user, CancellationToken cancellation)
        => await store.ReadAsync(KeyOf(user), Epoch.Initial, cancellation) is { } stored
            ? (stored.Revision, stored.Body)
            : null;

    /// <summary>Writes the next revision of a job; null ends it.</summary>
    /// <returns>The revision; null when somebody else was faster.</returns>
    public async ValueTask<Revision?> WriteAsync(
        UserKey user, Revision expected, RecordBody? body, CancellationToken cancellation)
    {
        var result = await store.WriteAsync(
            new RecordWrite
            {
                Key = KeyOf(user),
                Expected = expected,
                Body = body,
                WriteId = WriteId.New(),
                Epoch = Epoch.Initial,
            },
            cancellation);
        return result.Accepted ? result.Revision : null;
    }

    private static RecordKey KeyOf(UserKey user) => RecordKey.Create(
        Component.Configuration, Scope, user.Bot.Value, user.TelegramId.ToString(CultureInfo.InvariantCulture));
}
