using System.Runtime.CompilerServices;
using HybridOrleans.Client.Girls;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The rules that the managers of this library share, wherever the profiles lie.</summary>
/// <remarks>Not to be derived from outside; implement <see cref="IGirlsManager"/> instead.</remarks>
public abstract class GirlsBook : IGirlsManager
{
    private const int SummaryLengthMax = 300;
    private const int TalkLengthMax = 262_144;

    private readonly IGirlStore _store;
    private readonly Topics _topics;

    private protected GirlsBook(IGirlStore store, GirlsSettings settings)
    {
        (_store, Settings) = (store, settings);
        _topics = new Topics(settings.Topics);
    }

    /// <summary>How this one works.</summary>
    public GirlsSettings Settings { get; }

    /// <inheritdoc/>
    public ValueTask<GirlProfile?> LoadProfileAsync(long chatId, CancellationToken cancellation = default)
        => ReadAsync(chatId, cancellation);

    /// <inheritdoc/>
    public ValueTask<GirlProfile?> GetProfileAsync(long chatId, CancellationToken cancellation = default)
        => ReadAsync(chatId, cancellation);

    /// <inheritdoc/>
    public async ValueTask SaveProfileAsync(GirlProfile profile, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        GirlInput.RequireProfile(profile);
        profile = profile.IsRenamed ? profile with { Name = GirlInput.NameOf(profile.Name) } : profile;
        var isWritten = false;
        await _store.ChangeAsync(
            profile.ChatId,
            stored =>
            {
                var next = profile.IsNew || stored is null ? profile.ToJson() : profile.ApplyTo(stored.Value);
                isWritten = stored is not { } present || !JsonValues.AreAlike(present, next);
                return isWritten ? Checked(next) : null;
            },
            cancellation);
        Did(isWritten, GirlActs.Saved, profile.ChatId);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GirlProfile> ListAllProfilesAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var (chatId, body) in _store.ListAsync(cancellation))
        {
            if (Parse(chatId, body) is { } profile)
            {
                yield return profile;
            }
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<GirlProfile> ListGirlsAsync(CancellationToken cancellation = default)
        => ListAllProfilesAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask LoadAsync(CancellationToken cancellation = default) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask SaveAsync(CancellationToken cancellation = default) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<GirlProfile> EnsureGirlAsync(
        long chatId, string name = "", CancellationToken cancellation = default)
    {
        var isNamed = GirlInput.NameOf(name);
        return await ReadAsync(chatId, cancellation)
            ?? (await ChangeAsync(chatId, p => p, GirlActs.Created, cancellation, isNamed))!;
    }

    /// <inheritdoc/>
    public async ValueTask UpdateLastActivityAsync(long chatId, CancellationToken cancellation = default)
    {
        await EnsureGirlAsync(chatId, "", cancellation);
        await _store.CountMessageAsync(chatId, cancellation);
        Did(true, GirlActs.Active, chatId);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> UpdateProfileAsync(
        long chatId, string text, CancellationToken cancellation = default)
    {
        GirlInput.RequireId(chatId);
        GirlInput.RequireText(text);
        return _topics.SnapshotOf(text) is { } snapshot
            ? await AddAsync(chatId, snapshot, null, GirlActs.Updated, cancellation)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetProfileContextAsync(long chatId, CancellationToken cancellation = default)
        => await NewestAsync(chatId, cancellation) is { } snapshot ? SnapshotText.Of(snapshot) : "";

    /// <inheritdoc/>
    public async ValueTask<string?> SuggestFocusTopicAsync(long chatId, CancellationToken cancellation = default)
        => _topics.FirstMissingIn(await NewestAsync(chatId, cancellation));

    /// <inheritdoc/>
    public async ValueTask<string?> AnalyzeAndSummarizeAsync(
        long chatId, string text, CancellationToken cancellation = default)
    {
        GirlInput.RequireId(chatId);
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        GirlInput.RequireText(text, TalkLengthMax, "talk");
        var analysis = Settings.Analyzer is { } analyzer
            ? await analyzer.AnalyzeAsync(await ReadAsync(chatId, cancellation), text, cancellation)
            : BeginningOf(text);
        var summary = string.IsNullOrWhiteSpace(analysis?.Summary) ? null : analysis.Summary;
        return summary is null && analysis?.Snapshot is null
            ? null
            : await AddAsync(chatId, analysis?.Snapshot, summary, GirlActs.Analyzed, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<int> BackupDailyChatAsync(
        long chatId, DateOnly? day = null, CancellationToken cancellation = default)
    {
        GirlInput.RequireId(chatId);
        var date = day ?? DateOnly.FromDateTime(Settings.Time.GetUtcNow().UtcDateTime);
        var messages = await _store.ReadDayAsync(chatId, date, cancellation);
        if (messages.Count > 0)
        {
            await _store.BackUpAsync(chatId, date, messages, cancellation);
            Did(true, GirlActs.BackedUp, chatId);
        }

        return messages.Count;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteGirlAsync(long chatId, CancellationToken cancellation = default)
    {
        var existed = await _store.DeleteAsync(GirlInput.RequireId(chatId), cancellation);
        Did(existed, GirlActs.Deleted, chatId);
        return existed;
    }

    /// <inheritdoc/>
    public async ValueTask<string?> GetLatestSummaryTextAsync(long chatId, CancellationToken cancellation = default)
        => await ReadAsync(chatId, cancellation) is { } profile
            && SnapshotIds.NewestIdOf(profile.Summary.Keys) is { } id ? profile.Summary[id] : null;

    /// <inheritdoc/>
    public async ValueTask<string?> GetPreviousResponseIdAsync(long chatId, CancellationToken cancellation = default)
        => (await ReadAsync(chatId, cancellation))?.PreviousResponseId;

    /// <inheritdoc/>
    public async ValueTask SetPreviousResponseIdAsync(
        long chatId, string? responseId, CancellationToken cancellation = default)
    {
        if (responseId is not null)
        {
            GirlInput.RequireText(responseId, GirlInput.ResponseIdLengthMax, "response id");
        }

        await ChangeAsync(
            chatId, profile => profile with { PreviousResponseId = responseId }, GirlActs.Answered, cancellation);
    }

    /// <summary>Something was done to a profile.</summary>
    private protected virtual void Done(string act, long chatId)
    {
    }

    private void Did(bool isDone, string act, long chatId)
    {
        if (isDone)
        {
            Done(act, chatId);
        }
    }

    private async ValueTask<GirlProfile?> ReadAsync(long chatId, CancellationToken cancellation)
        => Parse(chatId, await _store.ReadAsync(GirlInput.RequireId(chatId), cancellation));

    private async ValueTask<JsonText?> NewestAsync(long chatId, CancellationToken cancellation)
        => await ReadAsync(chatId, cancellation) is { } profile ? SnapshotIds.NewestOf(profile.Snapshots) : null;

    private async ValueTask<string> AddAsync(
        long chatId, JsonText? snapshot, string? summary, string act, CancellationToken cancellation)
    {
        var id = "";
        await ChangeAsync(
            chatId,
            profile =>
            {
                id = SnapshotIds.Next(profile, Settings.Time.GetUtcNow());
                return profile with
                {
                    Snapshots = snapshot is { } json ? With(profile.Snapshots, id, json) : profile.Snapshots,
                    Summary = summary is not null ? With(profile.Summary, id, summary) : profile.Summary,
                };
            },
            act,
            cancellation);
        return id;
    }

    /// <summary>Changes a profile; a missing one is made first.</summary>
    private async ValueTask<GirlProfile?> ChangeAsync(
        long chatId, Func<GirlProfile, GirlProfile> change, string act, CancellationToken cancellation,
        string name = "")
    {
        GirlProfile? changed = null;
        var isWritten = false;
        await _store.ChangeAsync(
            GirlInput.RequireId(chatId),
            stored =>
            {
                var present = Parse(chatId, stored);
                changed = change(present ?? NewProfile(chatId, name));
                var next = changed.ToJson();
                isWritten = present is null || !JsonValues.AreAlike(stored!.Value, next);
                return isWritten ? Checked(next) : null;
            },
            cancellation);
        Did(isWritten, act, chatId);
        return changed;
    }

    private GirlProfile NewProfile(long chatId, string name) => new(chatId)
    {
        Name = name,
        LastActivity = UtcText.Of(Settings.Time.GetUtcNow()),
    };

    private static ProfileAnalysis BeginningOf(string text)
    {
        var beginning = GirlInput.Cut(text.Trim(), SummaryLengthMax);
        return new()
        {
            Summary = beginning,
            Snapshot = new JsonObjectText().Add("notes", JsonString.Of(beginning)).ToJson(),
        };
    }

    private static GirlProfile? Parse(long chatId, JsonText? body)
        => body is { } json && !new GirlBody(json).IsBlank ? GirlProfile.Read(chatId, json) : null;

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> entries, string id, T value)
        => new(entries) { [id] = value };

    /// <exception cref="InvalidInputException">It is no JSON object, too large, or too deep.</exception>
    private static JsonText Checked(JsonText body)
    {
        Profiles.ProfileText.Require(body);
        return new(CompactJson.From(body.Utf8.Span));
    }
}
