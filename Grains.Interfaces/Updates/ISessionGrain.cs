namespace HybridOrleans.Grains.Interfaces;

/// <summary>The session state of one owner, and the turns, follow-ups and sends of one order key.</summary>
/// <remarks>
/// The primary key is <see cref="SessionKey.ToGrainKey"/>. Turns are given one at a time; everything else may be called
/// beside them. Every call throws the errors of <see cref="HybridException"/>.
/// </remarks>
[Alias("hybrid.session")]
[GrainInterfaceType("hybrid.session")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Asks for a turn. Of those that wait the lowest update id is first, and acts come after them.</summary>
    /// <param name="request">What is to be handled.</param>
    [Alias("begin")]
    ValueTask<TurnAnswer> BeginAsync(TurnRequest request);

    /// <summary>Holds a turn for one more lease.</summary>
    /// <param name="ticket">The turn.</param>
    /// <returns>False when it has ended.</returns>
    [Alias("renew")]
    ValueTask<bool> RenewAsync(Guid ticket);

    /// <summary>Gives a turn back, or the place in the queue, and changes nothing.</summary>
    /// <param name="ticket">The turn.</param>
    [Alias("end")]
    ValueTask EndAsync(Guid ticket);

    /// <summary>Ends a turn, and makes all of its changes or none.</summary>
    /// <param name="commit">The changes.</param>
    [Alias("commit")]
    ValueTask<CommitState> CommitAsync(TurnCommit commit);

    /// <summary>Reads one state: what every commit acknowledged before has left.</summary>
    /// <param name="name">The name of the state.</param>
    [Alias("read")]
    ValueTask<StateReading> ReadAsync(string name);

    /// <summary>Lists the follow-ups that wait, the earliest first.</summary>
    [Alias("follow-ups")]
    ValueTask<IReadOnlyList<FollowUp>> FollowUpsAsync();

    /// <summary>Tells what is to be done now.</summary>
    [Alias("look")]
    ValueTask<OwnerWork> LookAsync();

    /// <summary>Tells what became of a send, and takes the next one under a lease.</summary>
    /// <param name="sender">The process that sends; one of them at a time gets something.</param>
    /// <param name="previous">What became of the send that it has; null for none.</param>
    /// <param name="lease">How long the next one is its own; 0 to take none.</param>
    /// <returns>What to send; null when there is nothing now, or another process sends.</returns>
    [Alias("next-send")]
    ValueTask<OutgoingCall?> NextSendAsync(Guid sender, SendReport? previous, TimeSpan lease);

    /// <summary>Forgets everything: state, marks of handled updates, follow-ups and sends.</summary>
    /// <param name="cancellation">Stops the waiting; it may still happen.</param>
    [Alias("erase")]
    ValueTask EraseAsync(CancellationToken cancellation);
}
