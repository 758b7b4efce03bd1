using HybridOrleans.Samples.DatingBot.Members;

namespace HybridOrleans.Samples.DatingBot.Texts;

internal sealed class EnglishTexts : BotTexts
{
    public override string Welcome => "Hello! Four questions, and others can find you. /cancel ends it at any time.";

    public override string Help =>
        """
        /profile - your profile
        /edit - change it
        /list - who is here
        /talk - talk with somebody
        /stop - end the talk
        /stats - figures
        /delete_me - delete all my data
        """;

    public override string StartFirst => "Nobody can find you yet: /start makes a profile.";

    public override string OnlyText => "I understand text only.";

    public override string SkipAbout => "Nothing more";

    public override string Registered => "Your profile is ready. /list shows who is here, /help all that I can do.";

    public override string Reminder => "Your profile is not finished yet. Just answer, or use /start to begin again.";

    public override string Changed => "Changed.";

    public override string WhatToEdit => "What do you want to change?";

    public override string Cancelled => "All right, nothing was changed.";

    public override string People => "Who is here:";

    public override string NobodyYet => "Nobody else is here yet. Come back soon!";

    public override string More => "More";

    public override string Answer => "Talk";

    public override string NotNow => "Not now";

    public override string Gone => "This profile is gone.";

    public override string TalkEnds => "The talk is over. /list shows who is here.";

    public override string NotTalking =>
        "You are talking with nobody. /list shows who is here, /help all that I can do.";

    public override string ReallyDelete => "Delete your profile, your messages and everything else about you?";

    public override string Yes => "Yes, delete everything";

    public override string No => "No, keep it";

    public override string Kept => "Everything stays.";

    public override string Deleted => "All your data is deleted. Good-bye!";

    public override string DeletionGoesOn =>
        "All your data is being deleted. A part of it is out of reach right now and goes by itself as soon as it can.";

    public override string OutOfReach =>
        "Sorry, I cannot reach my memory right now. What you sent is not lost: I will come back to it.";

    public override string FromMemory => "(as I remember it; my memory is out of reach right now)";

    public override string Broken => "Sorry, something went wrong on my side. Please try something else.";

    public override string WelcomeBack(string name) => $"Welcome back, {name}! /help shows all that I can do.";

    public override string Ask(Field field) => field switch
    {
        Field.Name => "What is your name?",
        Field.Age => "How old are you?",
        Field.City => "Where do you live?",
        _ => "Tell something about yourself.",
    };

    public override string Refuse(Field field) => field switch
    {
        Field.Age => $"Please write a number from {FieldRules.AgeMin} to {FieldRules.AgeMax}: this bot is for adults.",
        Field.About => $"Please write at most {FieldRules.AboutMax} characters.",
        _ => $"Please write one line of at most {FieldRules.LineMax} characters.",
    };

    public override string NameOf(Field field) => field switch
    {
        Field.Name => "Name",
        Field.Age => "Age",
        Field.City => "City",
        _ => "About me",
    };

    public override string UseName(string name) => $"Call me {name}";

    public override string Profile(Answers answers)
        => $"{answers.Name}, {answers.Age}\n{answers.City}\n{answers.About}".TrimEnd();

    public override string TalkBegins(string name) => $"You are talking with {name}. Just write. /stop ends it.";

    public override string WantsToTalk(string name) => $"{name} wants to talk with you.";

    public override string IsHere(string name) => $"{name} is here.";

    public override string Declined(string name) => $"All right, {name} cannot write to you.";

    public override string DoesNotWant(string name) => $"{name} does not want to talk right now.";

    public override string HasLeft(string name) => $"{name} has ended the talk.";

    public override string Statistics(Figures figures) =>
        $"""
        You wrote {figures.Messages} messages; our conversation has {figures.Lines} lines.
        This month: {figures.MonthMessages} messages of all, {figures.MonthRegistrations} new profiles.
        """;
}
