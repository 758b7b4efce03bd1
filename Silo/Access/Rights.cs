namespace HybridOrleans.Silo.Access;

/// <summary>Who may do what, as a table without I/O. docs/security.md shows it.</summary>
internal static class Rights
{
    /// <param name="caller">Who asks.</param>
    /// <param name="right">What for.</param>
    /// <param name="bot">The bot whose data is meant; null where none is.</param>
    public static bool Allow(Caller caller, Right right, string? bot) => right switch
    {
        Right.Enter => true,
        Right.SeeCluster => caller.Bot is null,
        Right.SteerCluster => caller.Bot is null && caller.Role >= AccessRole.Operator,
        Right.SeeEverything => caller.Bot is null && caller.Role >= AccessRole.Admin,
        Right.ReadData => AllowsBot(caller, bot),
        Right.WriteData => AllowsBot(caller, bot) && caller.Role >= AccessRole.Operator,
        Right.EraseData => AllowsBot(caller, bot) && caller.Role >= AccessRole.Admin,
        _ => false,
    };

    /// <summary>
    /// Data is seen by those who are bound to its bot, and by admins. Who only runs the cluster needs nobody's data.
    /// </summary>
    private static bool AllowsBot(Caller caller, string? bot)
        => bot is not null && (caller.Bot is null ? caller.Role == AccessRole.Admin : caller.Bot == bot);
}
