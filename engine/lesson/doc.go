// Package lesson makes a scenario something to learn from: a story, a goal,
// hints, solutions, and checks that tell whether the goal is met.
//
// A check is a hidden variation of the lesson: other people, applications,
// times and protocols meet the reader's code and settings, and what comes out
// is held against expect lines, each with the message that says what broke and
// for whom. So a goal is met only by what is right for everybody; what was made
// to fit the steps on the screen fails.
//
// A lesson is the files that follow a scenario in its archive, from the file
// "lesson" on. The section "Lessons" of the scenario format describes them, the
// page "Write a lesson" shows how one comes about.
//
// Reading order: lesson.go (what it is), parse.go, edit.go (what a fix does to a
// scenario), judge.go (checks), lint.go (what makes it a good one).
package lesson
