using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains;

/// <summary>Every message of this project, 2000 to 2099. None holds a body or the id of a user.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "A profile could not be read from the store: {Cause}.")]
    public static partial void ReadFailed(ILogger logger, string cause);

    [LoggerMessage(2002, LogLevel.Warning, "A profile could not be written to the store: {Cause}.")]
    public static partial void WriteFailed(ILogger logger, string cause);

    [LoggerMessage(2003, LogLevel.Warning, "Repair or quarantine failed: {Cause}.")]
    public static partial void RepairFailed(ILogger logger, string cause);

    [LoggerMessage(2004, LogLevel.Warning, "Listing profiles failed: {Cause}.")]
    public static partial void ListingFailed(ILogger logger, string cause);
}
