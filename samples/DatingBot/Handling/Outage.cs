using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Hosting;
using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;
using HybridOrleans.Samples.DatingBot.Texts;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Answers while nothing can be stored: from memory where that is enough, else with an apology.</summary>
/// <remarks>
/// An update is answered once by each instance, however often it comes; a chat gets one apology a minute. The update is
/// not handled by that: it comes again, and is handled then. Safe for many callers at once.
/// </remarks>
internal sealed class Outage(
    IHybridDataStore data, Gate gate, DatingBotOptions options, TimeProvider time, ILogger<Outage> logger)
{
    private const int RememberedMax = 10_000;

    private static readonly TimeSpan ApologyPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly HashSet<int> _answered = [];
    private readonly Dictionary<long, long> _apologies = [];

    /// <summary>Says that the bot is there. A failure is logged.</summary>
    public async Task AnswerAsync(Incoming incoming, CancellationToken cancellation)
    {
        if (!IsFirst(incoming.UpdateId))
        {
            return;
        }

        try
        {
            if (await TextAsync(incoming, cancellation) is { } text)
            {
                await gate.SendAsync(incoming.UserId, new Reply(text, []), cancellation);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Log.ApologyFailed(logger, e.GetType().Name);
        }
    }

    /// <summary>Says that an update was passed over.</summary>
    public Task SayBrokenAsync(Incoming incoming, CancellationToken cancellation)
        => gate.SendAsync(incoming.UserId, new Reply(BotTexts.In(incoming.Language).Broken, []), cancellation);

    private async Task<string?> TextAsync(Incoming incoming, CancellationToken cancellation)
    {
        var texts = BotTexts.In(incoming.Language);
        if (incoming.Text.StartsWith("/help", StringComparison.OrdinalIgnoreCase))
        {
            return texts.Help;
        }

        if (incoming.Text.StartsWith("/profile", StringComparison.OrdinalIgnoreCase)
            && await RememberedAsync(incoming.UserId, cancellation) is { } person)
        {
            return $"{texts.Profile(person.Answers)}\n\n{texts.FromMemory}";
        }

        return MayApologise(incoming.UserId) ? texts.OutOfReach : null;
    }

    /// <summary>The profile as a memory of the cluster has it, whether or not the store answers.</summary>
    private async Task<PersonCard?> RememberedAsync(long userId, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ReadMax);
        try
        {
            var key = new UserKey(new BotId(options.Bot), userId);
            var reading = await data.Users.GetAsync(key, Freshness.Cached, limit.Token);
            return PersonCard.Of(userId, reading.Body);
        }
        catch (Exception e) when (e is HybridException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private bool IsFirst(int updateId)
    {
        lock (_gate)
        {
            if (_answered.Count >= RememberedMax)
            {
                _answered.Clear();
            }

            return _answered.Add(updateId);
        }
    }

    private bool MayApologise(long userId)
    {
        lock (_gate)
        {
            if (_apologies.TryGetValue(userId, out var last) && time.GetElapsedTime(last) < ApologyPause)
            {
                return false;
            }

            if (_apologies.Count >= RememberedMax)
            {
                _apologies.Clear();
            }

            _apologies[userId] = time.GetTimestamp();
            return true;
        }
    }
}
