namespace HybridOrleans.Storage.Json;

/// <summary>The error numbers of Linux that this store tells apart.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int TryAgain = 11;
    public const int Exists = 17;
    public const int NotADirectory = 20;
    public const int InvalidArgument = 22;
    public const int TooLarge = 27;
    public const int NoSystemCall = 38;
    public const int NotEmpty = 39;
    public const int NotSupported = 95;
}
