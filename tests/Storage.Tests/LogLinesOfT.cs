using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Tests;

/// <summary>Keeps what one class logs.</summary>
internal sealed class LogLines<T> : LogLines, ILogger<T>;
