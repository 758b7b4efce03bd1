namespace HybridOrleans.Silo.Auditing;

/// <summary>The messages of the audit log of this project, 4100 to 4199. Steering is logged by the grains.</summary>
internal static partial class AuditLog
{
    [LoggerMessage(4101, LogLevel.Information, "{Who} signed in as {Role}.")]
    public static partial void SignedIn(ILogger logger, string who, string role);

    [LoggerMessage(4102, LogLevel.Information, "{Who} signed out.")]
    public static partial void SignedOut(ILogger logger, string who);

    [LoggerMessage(4103, LogLevel.Warning, "A wrong or expired key from {Address} was refused: {Act}.")]
    public static partial void KeyRefused(ILogger logger, string address, string act);

    [LoggerMessage(4104, LogLevel.Warning, "{Who} was refused: {Act}.")]
    public static partial void ActRefused(ILogger logger, string who, string act);

    [LoggerMessage(4105, LogLevel.Information, "{Who} did {Act} for the bot {Bot}: {Outcome}.")]
    public static partial void Acted(ILogger logger, string who, string act, string bot, string outcome);
}
