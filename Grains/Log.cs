using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains;

/// <summary>Every message of this project, 2000 to 2099. None holds a body or the id of a user.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "A {Noun} could not be read from the store: {Cause}.")]
    public static partial void ReadFailed(ILogger logger, string noun, string cause);

    [LoggerMessage(2002, LogLevel.Warning, "A {Noun} could not be written to the store: {Cause}.")]
    public static partial void WriteFailed(ILogger logger, string noun, string cause);

    [LoggerMessage(2003, LogLevel.Warning, "Repair or quarantine failed: {Cause}.")]
    public static partial void RepairFailed(ILogger logger, string cause);

    [LoggerMessage(2005, LogLevel.Information, "The migration controller works on this silo.")]
    public static partial void ControllerActive(ILogger logger);

    [LoggerMessage(2006, LogLevel.Warning, "The migration of {Component} met an error; it goes on: {Cause}.")]
    public static partial void MigrationWorkFailed(ILogger logger, string component, string cause);

    [LoggerMessage(2007, LogLevel.Warning, "A call to the migration controller failed: {Cause}.")]
    public static partial void MigrationCallFailed(ILogger logger, string cause);

    [LoggerMessage(2008, LogLevel.Debug, "The migration controller was not reached: {Cause}.")]
    public static partial void ReportFailed(ILogger logger, string cause);

    [LoggerMessage(2009, LogLevel.Warning,
        "The history of the migrations was not reached; the documents have it: {Cause}.")]
    public static partial void HistoryNotReached(ILogger logger, string cause);

    [LoggerMessage(2030, LogLevel.Warning, "A conversation could not be read from the store: {Cause}.")]
    public static partial void ConversationReadFailed(ILogger logger, string cause);

    [LoggerMessage(2031, LogLevel.Warning, "A conversation could not be written to the store: {Cause}.")]
    public static partial void ConversationWriteFailed(ILogger logger, string cause);

    [LoggerMessage(2032, LogLevel.Warning, "Events could not be read from the store: {Cause}.")]
    public static partial void EventsReadFailed(ILogger logger, string cause);

    [LoggerMessage(2033, LogLevel.Warning, "Events could not be written to the store: {Cause}.")]
    public static partial void EventsWriteFailed(ILogger logger, string cause);

    [LoggerMessage(2040, LogLevel.Warning, "An erasure met an error; it goes on: {Cause}.")]
    public static partial void ErasureFailed(ILogger logger, string cause);

    [LoggerMessage(2041, LogLevel.Information, "The step {Step} of an erasure is still open: {Cause}.")]
    public static partial void ErasureStepOpen(ILogger logger, string step, string cause);

    [LoggerMessage(2042, LogLevel.Debug, "Open erasures could not be looked for: {Cause}.")]
    public static partial void ErasuresNotSeen(ILogger logger, string cause);

    [LoggerMessage(2050, LogLevel.Information, "{Who} asked for {Verb} of {Component}: {Outcome}.")]
    public static partial void Steered(ILogger logger, string who, string verb, string component, string outcome);

    [LoggerMessage(2004, LogLevel.Warning, "Listing profiles failed: {Cause}.")]
    public static partial void ListingFailed(ILogger logger, string cause);

    [LoggerMessage(2005, LogLevel.Warning, "Listing chats or configurations failed: {Cause}.")]
    public static partial void KeysNotListed(ILogger logger, string cause);

    [LoggerMessage(2020, LogLevel.Information,
        "Over {Max} grains are active: {Evicted} that were used least recently leave memory. "
        + "HybridOrleans:Memory:ActivationsMax is the limit.")]
    public static partial void LimitReached(ILogger logger, int max, int evicted);

    [LoggerMessage(2050, LogLevel.Information,
        "A commit was not told to every session; the next reader asks: {Cause}.")]
    public static partial void CommitNotTold(ILogger logger, string cause);

    [LoggerMessage(2051, LogLevel.Warning,
        "A send of the method {Method} was given up: it is a day old, or may be sent once and its sender went away.")]
    public static partial void SendGivenUp(ILogger logger, string method);

    [LoggerMessage(2052, LogLevel.Information, "The desk of updates was not told of new work; it finds it: {Cause}.")]
    public static partial void DeskNotTold(ILogger logger, string cause);
}
