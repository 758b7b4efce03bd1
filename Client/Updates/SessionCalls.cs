using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>The calls to sessions, each as it may be repeated.</summary>
internal sealed class SessionCalls(IGrainFactory grains, CallPolicy calls)
{
    public ValueTask<TurnAnswer> BeginAsync(SessionKey key, TurnRequest request, CancellationToken cancellation)
        => RunAsync(CallKind.Repeatable, key, grain => grain.BeginAsync(request), cancellation);

    public ValueTask<bool> RenewAsync(SessionKey key, Guid ticket, CancellationToken cancellation)
        => RunAsync(CallKind.Read, key, grain => grain.RenewAsync(ticket), cancellation);

    /// <summary>Not repeated: the turn has ended with the first one.</summary>
    public ValueTask<CommitState> CommitAsync(SessionKey key, TurnCommit commit)
        => RunAsync(CallKind.Once, key, grain => grain.CommitAsync(commit), CancellationToken.None);

    /// <summary>Gives a turn back. When that fails its lease ends it.</summary>
    public async Task EndAsync(SessionKey key, Guid ticket)
    {
        try
        {
            await RunAsync(CallKind.Once, key, Answered(grain => grain.EndAsync(ticket)), CancellationToken.None);
        }
        catch (HybridException)
        {
            // The lease is seconds long.
        }
    }

    public ValueTask<StateReading> ReadAsync(SessionKey key, string name, CancellationToken cancellation)
        => RunAsync(CallKind.Read, key, grain => grain.ReadAsync(name), cancellation);

    public ValueTask<IReadOnlyList<FollowUp>> FollowUpsAsync(SessionKey key, CancellationToken cancellation)
        => RunAsync(CallKind.Read, key, grain => grain.FollowUpsAsync(), cancellation);

    public ValueTask<OwnerWork> LookAsync(SessionKey key, CancellationToken cancellation)
        => RunAsync(CallKind.Read, key, grain => grain.LookAsync(), cancellation);

    public ValueTask<OutgoingCall?> NextSendAsync(SessionKey key, Guid sender, SendReport? previous, TimeSpan lease)
        => RunAsync(
            CallKind.Once, key, grain => grain.NextSendAsync(sender, previous, lease), CancellationToken.None);

    private static Func<ISessionGrain, ValueTask<bool>> Answered(Func<ISessionGrain, ValueTask> call)
        => async grain =>
        {
            await call(grain);
            return true;
        };

    private ValueTask<T> RunAsync<T>(
        CallKind kind, SessionKey key, Func<ISessionGrain, ValueTask<T>> call, CancellationToken cancellation)
        => calls.RunAsync(
            kind,
            (Grains: grains, Key: key, Call: call),
            static (a, token) => new ValueTask<T>(
                a.Call(a.Grains.GetGrain<ISessionGrain>(a.Key.ToGrainKey())).AsTask().WaitAsync(token)),
            cancellation);
}
