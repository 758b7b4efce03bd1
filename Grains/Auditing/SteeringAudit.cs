using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Auditing;

/// <summary>
/// Logs who asked for what of a migration, and what came of it, from wherever it was asked: HTTP, command line, client.
/// Category <c>HybridOrleans.Audit</c>.
/// </summary>
internal sealed class SteeringAudit(ILoggerFactory loggers)
{
    private const int NameLengthMax = 64;

    private readonly ILogger _logger = loggers.CreateLogger("HybridOrleans.Audit");

    /// <summary>Logs a request with its outcome. Keys and reasons are left out, since they may be personal.</summary>
    public async ValueTask<MigrationAnswer> OfAsync(
        ComponentName component, MigrationRequest request, Func<ValueTask<MigrationAnswer>> act)
    {
        var outcome = "cancelled";
        try
        {
            var answer = await act();
            outcome = answer.Done ? "taken" : "refused";
            return answer;
        }
        catch (HybridException e)
        {
            outcome = e.GetType().Name;
            throw;
        }
        finally
        {
            var verb = request.DryRun ? $"{request.Verb} (dry run)" : request.Verb.ToString();
            Log.Steered(_logger, Name(request.By), verb, component.ToString(), outcome);
        }
    }

    /// <summary>The name is the caller's text: it must neither fill the log nor look like more than one line.</summary>
    private static string Name(string? by)
        => new([.. (by ?? "").Take(NameLengthMax).Select(c => char.IsControl(c) ? '?' : c)]);
}
