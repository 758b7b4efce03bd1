using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Updates;

/// <summary>Hands out the sends of one order key, one at a time.</summary>
/// <remarks>
/// Who has one under a lease, and when one is tried again, is in memory: a new activation hands out what is stored at
/// once, which at-least-once allows. That one of at-most-once was handed out is stored before it is.
/// </remarks>
internal sealed class Outbox(SessionMemory memory, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);

    /// <summary>Telegram is given up on after so long.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromDays(1);

    private readonly Dictionary<Guid, DateTimeOffset> _notBefore = [];
    private (Guid Sender, DateTimeOffset Until, Guid Send)? _lease;

    /// <summary>When something is to be sent; null when nothing waits.</summary>
    public DateTimeOffset? Due(SessionDocument document, DateTimeOffset now)
    {
        if (document.Sends.Count == 0)
        {
            return null;
        }

        var due = document.Sends.Min(s => _notBefore.GetValueOrDefault(s.Id, now));
        return _lease is { } lease && lease.Until > now && lease.Until > due ? lease.Until : due;
    }

    /// <inheritdoc cref="ISessionGrain.NextSendAsync"/>
    public async ValueTask<OutgoingCall?> NextAsync(Guid sender, SendReport? previous, TimeSpan lease)
    {
        var now = time.GetUtcNow();
        var isMine = _lease is not { } held || held.Until <= now || held.Sender == sender;
        var isFree = isMine && lease > TimeSpan.Zero;
        var mine = _lease is { } own && own.Sender == sender ? own.Send : Guid.Empty;
        StoredSend? next = null;
        var given = new List<StoredSend>();
        await memory.ChangeAsync((document, _) =>
        {
            given.Clear();
            var sends = Report(document.Sends, previous, now);
            sends = sends.Where(s => !IsOver(s, mine, previous, isFree, now, given)).ToArray();
            next = isFree ? First(sends, now) : null;
            if (next is { Delivery: Delivery.AtMostOnce })
            {
                sends = sends.Select(s => s.Id == next.Id ? s with { IsTaken = true } : s).ToArray();
            }

            return sends.SequenceEqual(document.Sends) ? null : document with { Sends = sends };
        });
        foreach (var lost in given)
        {
            _notBefore.Remove(lost.Id);
            Log.SendGivenUp(logger, lost.Method);
        }

        if (isMine)
        {
            _lease = next is null ? null : (sender, now + lease, next.Id);
        }

        return next is null ? null : CallOf(next);
    }

    private IReadOnlyList<StoredSend> Report(
        IReadOnlyList<StoredSend> sends, SendReport? report, DateTimeOffset now)
    {
        if (report is null || sends.FirstOrDefault(s => s.Id == report.Id) is not { } send)
        {
            return sends;
        }

        if (report.Outcome == SendOutcome.Done
            || (report.Outcome == SendOutcome.Unknown && send.Delivery == Delivery.AtMostOnce))
        {
            _notBefore.Remove(send.Id);
            return [.. sends.Where(s => s.Id != send.Id)];
        }

        _notBefore[send.Id] = now + (report.Outcome == SendOutcome.Later
            ? report.After
            : TimeSpan.FromTicks(Math.Clamp((now - send.At).Ticks / 2, PauseMin.Ticks, PauseMax.Ticks)));
        return [.. sends.Select(s => s.Id == send.Id ? s with { IsTaken = false } : s)];
    }

    /// <summary>True for what is never sent: too old, or taken by a sender that is gone.</summary>
    private static bool IsOver(
        StoredSend send, Guid mine, SendReport? previous, bool isFree, DateTimeOffset now, List<StoredSend> over)
    {
        var isLost = send.IsTaken && isFree && (send.Id != mine || previous is null);
        if (!isLost && now - send.At < AgeMax)
        {
            return false;
        }

        over.Add(send);
        return true;
    }

    /// <summary>The first whose chat waits for nothing that came before it.</summary>
    private StoredSend? First(IEnumerable<StoredSend> sends, DateTimeOffset now)
    {
        var waiting = new HashSet<long>();
        foreach (var send in sends)
        {
            if (_notBefore.GetValueOrDefault(send.Id) > now)
            {
                waiting.Add(send.ChatId);
            }
            else if (!waiting.Contains(send.ChatId))
            {
                return send;
            }
        }

        return null;
    }

    private static OutgoingCall CallOf(StoredSend send) => new()
    {
        Id = send.Id,
        ChatId = send.ChatId,
        Method = send.Method,
        Payload = send.Payload is { } payload ? new JsonText(payload.GetRawText()) : null,
        Delivery = send.Delivery,
    };
}
