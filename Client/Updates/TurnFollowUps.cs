using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>The follow-ups that a turn adds and takes away.</summary>
internal sealed class TurnFollowUps(
    FollowUp? current, Func<CancellationToken, ValueTask<IReadOnlyList<FollowUp>>> stored) : IFollowUps
{
    private readonly Dictionary<string, FollowUp> _scheduled = [];
    private readonly HashSet<string> _cancelled = [];

    public IReadOnlyList<FollowUp> Scheduled => [.. _scheduled.Values];

    public IReadOnlyList<string> Cancelled => [.. _cancelled];

    public void Schedule(string id, DateTimeOffset due, JsonText? payload = null)
    {
        if (id is not { Length: > 0 and <= SessionLimits.NameLengthMax })
        {
            throw new InvalidInputException(
                $"The id of a follow-up has 1 to {SessionLimits.NameLengthMax} characters, not {id?.Length ?? 0}.");
        }

        _cancelled.Remove(id);
        _scheduled[id] = new FollowUp { Id = id, Due = due, Payload = payload };
    }

    public void Cancel(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        _scheduled.Remove(id);
        _cancelled.Add(id);
    }

    public async ValueTask<IReadOnlyList<FollowUp>> ListAsync(CancellationToken cancellation = default)
    {
        var kept = (await stored(cancellation)).Where(f => f.Id != current?.Id || f.Stamp != current.Stamp);
        return [.. kept.Where(f => !_cancelled.Contains(f.Id) && !_scheduled.ContainsKey(f.Id))
            .Concat(_scheduled.Values).OrderBy(f => f.Due)];
    }
}
