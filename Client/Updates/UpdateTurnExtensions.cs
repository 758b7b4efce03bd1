using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The state of whom an update is about.</summary>
public static class UpdateTurnExtensions
{
    /// <summary>The state of the user who caused the update, in every chat.</summary>
    public static ValueTask<ISession<T>> UserAsync<T>(this IUpdateTurn turn, CancellationToken cancellation = default)
        where T : class, new()
        => turn.SessionAsync<T>(SessionOwner.User(UserOf(turn)), cancellation);

    /// <summary>The state of the chat that the update comes from.</summary>
    public static ValueTask<ISession<T>> ChatAsync<T>(this IUpdateTurn turn, CancellationToken cancellation = default)
        where T : class, new()
        => turn.SessionAsync<T>(SessionOwner.Chat(ChatOf(turn)), cancellation);

    /// <summary>The state of the user in the chat.</summary>
    public static ValueTask<ISession<T>> MemberAsync<T>(this IUpdateTurn turn, CancellationToken cancellation = default)
        where T : class, new()
        => turn.SessionAsync<T>(SessionOwner.Member(UserOf(turn), ChatOf(turn)), cancellation);

    /// <summary>The state of the topic of a forum; thread 0 outside of topics.</summary>
    public static ValueTask<ISession<T>> TopicAsync<T>(this IUpdateTurn turn, CancellationToken cancellation = default)
        where T : class, new()
        => turn.SessionAsync<T>(SessionOwner.Topic(ChatOf(turn), turn.Update?.ThreadId ?? 0), cancellation);

    /// <summary>The state of the bot. All who change it wait for each other: keep it for what changes rarely.</summary>
    public static ValueTask<ISession<T>> BotAsync<T>(this IUpdateTurn turn, CancellationToken cancellation = default)
        where T : class, new()
        => turn.SessionAsync<T>(SessionOwner.Bot, cancellation);

    /// <summary>The state of the order key itself.</summary>
    public static ValueTask<ISession<T>> OwnAsync<T>(this IUpdateTurn turn, CancellationToken cancellation = default)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.SessionAsync<T>(turn.Order, cancellation);
    }

    private static long UserOf(IUpdateTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Update?.UserId ?? (turn.Order.Kind == SessionKind.User ? turn.Order.Id : throw Missing("user"));
    }

    private static long ChatOf(IUpdateTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Update?.ChatId ?? (turn.Order.Kind == SessionKind.Chat ? turn.Order.Id : throw Missing("chat"));
    }

    private static InvalidInputException Missing(string what) => new(
        $"The turn is about no {what}: name the owner of the state by SessionAsync.");
}
