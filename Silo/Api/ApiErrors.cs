using System.Text.Json;
using HybridOrleans.Grains.Interfaces;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace HybridOrleans.Silo.Api;

/// <summary>Turns each error into problem details that say what is known and what to do.</summary>
internal sealed class ApiErrors(IProblemDetailsService problems, ILogger<ApiErrors> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception error, CancellationToken cancellation)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
            return true;
        }

        var (status, title) = Describe(error);
        if (error is not HybridException and not BadHttpRequestException and not JsonException)
        {
            Log.ApiFailed(logger, error.GetType().Name);
        }

        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        context.Response.StatusCode = status;
        var details = new ProblemDetails { Status = status, Title = title, Detail = DetailOf(error) };
        return await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = details });
    }

    private static (int Status, string Title) Describe(Exception error) => error switch
    {
        InvalidInputException or JsonException => (400, "The request is not acceptable"),
        BadHttpRequestException { StatusCode: 413 } => (413, "The body is too large"),
        BadHttpRequestException { StatusCode: 415 } => (415, "The body is of another type than application/json"),
        BadHttpRequestException bad => (bad.StatusCode, "The request is not acceptable"),
        RevisionConflictException => (412, "It is not at the expected revision"),
        DataUnavailableException => (503, "The store did not answer"),
        OutcomeUnknownException => (504, "The write may have happened"),
        DataDamagedException => (500, "The stored bytes are damaged"),
        _ => (500, "The silo failed"),
    };

    /// <summary>Our own errors hold nothing personal; of others nobody knows.</summary>
    private static string DetailOf(Exception error) => error switch
    {
        OutcomeUnknownException => $"{error.Message} Read before you decide; a message or an event with an id of its "
            + "own may be sent again.",
        HybridException => error.Message,
        BadHttpRequestException { StatusCode: 413 } => "A body may have 1 MiB without white space. Nothing was done.",
        JsonException => "The body is not the JSON that this path takes. Nothing was done.",
        BadHttpRequestException => "A part of the path, the query or the body cannot be read. Nothing was done.",
        _ => "Something failed that should not; the log of the silo says what kind. Read before you decide.",
    };
}
