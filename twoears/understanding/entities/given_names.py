"""Given names that people bear in English, German, French, Spanish and Italian; written by hand, the common ones."""

from typing import Final

from twoears.lib.text import listed

GIVEN: Final = listed(
    "Ada Johann Whitney Aaron Abigail Adam Adrian Adriana Agnes Ahmed Aisha Alan Albert Alberto Alejandra Alejandro "
    "Alessandra Alessandro Alessia Alex Alexander Alexandra Alexandre Alfred Alfredo Ali Alice Alicia Alison "
    "Amanda Amélie Amir Amy Ana Anaïs André Andrea Andreas Andrew Andrés Angela Angelika Angelo Anita Anja Ann "
    "Anna Anne Annette Annika Anthony Antje Antoine Anton Antonella Antonia Antonio Arnaud Arthur Astrid Aurélie "
    "Barbara Beatrice Beatriz Ben Benedikt Benjamin Bernard Bernd Bernhard Bettina Bianca Birgit Bjorn Björn Bob "
    "Brandon Brian Bridget Bruno Caitlin Camille Carl Carla Carlo Carlos Carmen Carol Carolina Caroline Catherine "
    "Cecilia Cécile Céline Chantal Charles Chiara Chloé Chris Christian Christiane Christina Christine Christoph "
    "Christophe Christopher Claire Clara Claudia Claudio Claus Clément Corinna Cristina Daniel Daniela Danielle "
    "Darren David Davide Deborah Denis Derek Diane Diego Dieter Dirk Dominik Dominique Donald Donna Doris "
    "Dorothea Douglas Dylan Eduardo Edward Elena Eleonora Elisa Elisabeth Elise Elizabeth Elke Ellen Emilia Emily "
    "Emma Emmanuel Enrico Enrique Eric Erica Erik Erika Ernesto Esther Eva Evelyn Fabian Fabio Fatima Federica "
    "Federico Felipe Felix Fernanda Fernando Florian Francesca Francesco Francis Francisco Frank Franz Françoise "
    "François Fred Frédéric Friedrich Fritz Gabriel Gabriela Gabriele Gabriella Gareth Gary Geoffrey George Georg "
    "Gerald Gerd Gerhard Giacomo Gianluca Giorgia Giorgio Giovanni Giulia Giuseppe Gloria Gonzalo Graham Greg "
    "Gregory Greta Guido Guillaume Guillermo Gustavo Hannah Hanna Hans Harald Harold Harry Hassan Heather Heidi "
    "Heike Heiko Heinrich Heinz Helen Helena Helga Hélène Helmut Henri Henrik Henry Herbert Holger Hugo Ian "
    "Ignacio Ines Inga Ingrid Isaac Isabel Isabella Isabelle Ivan Jacob Jacqueline Jacques James Jan Jana Jane "
    "Janet Jasmin Jason Javier Jean Jeff Jeffrey Jennifer Jens Jeremy Jerome Jérôme Jessica Joachim Joan Joanna "
    "Jochen Joel Johan Johannes John Jonas Jonathan Jorge Jose José Josef Joseph Joshua Juan Juana Judith Julia "
    "Julian Julie Julien Jürgen Justin Karen Karin Karl Karsten Kate Katharina Katherine Kathleen Kathrin Kathy "
    "Katja Katrin Keith Kelly Ken Kenneth Kerstin Kevin Kim Kimberly Klaus Kristin Kristina Kurt Kyle Lars Laura "
    "Lauren Laurence Laurent Lea Leila Lena Leon Leonardo Leonie Lewis Liam Linda Lindsay Lisa Lorenzo Louis "
    "Louise Luc Luca Lucas Lucia Lucía Ludovic Ludwig Luigi Luis Luisa Lukas Lydia Maddalena Magdalena Manfred "
    "Manuel Manuela Marc Marcel Marco Marcos Marcus Margaret Margit Maria María Marie Mario Marion Mariana Marina "
    "Markus Marta Martha Martin Martina Martine Mary Mateo Mathias Mathieu Mathilde Matt Matteo Matthew Matthias "
    "Matthieu Maurice Maurizio Max Maximilian Megan Melanie Mélanie Melissa Mia Michael Michaela Michel Michela "
    "Michèle Michelle Miguel Mikael Mike Mila Miriam Mohamed Mohammed Monica Monika Monique Moritz Muhammad Nadia "
    "Nadine Natalia Natalie Nathalie Nathan Niamh Nicholas Nick Nicola Nicolas Nicole Niklas Nils Nina Noah "
    "Noémie Nora Norbert Oliver Olivia Olivier Omar Oscar Oskar Otto Pablo Paola Paolo Pascal Patricia Patrick "
    "Patrizia Paul Paula Pauline Pedro Peter Petra Philip Philipp Philippe Phillip Pierre Pietro Priya Quentin "
    "Rachel Rafael Raffaele Rainer Ralf Ralph Ramón Raphael Raquel Raúl Rebecca Reinhard Renate René Ricardo "
    "Riccardo Richard Rita Robert Roberta Roberto Robin Rodrigo Roger Roland Rolf Romain Ronald Rosa Rosemary "
    "Rüdiger Rudolf Ruth Ryan Sabine Sabrina Samantha Samuel Sandra Sara Sarah Sébastien Sebastian Sergio Sharon "
    "Shaun Shirley Silke Silvia Simon Simona Simone Sofia Sonia Sonja Sophia Sophie Stefan Stefania Stefanie "
    "Stefano Stella Stephan Stéphane Stephanie Stéphanie Stephen Steve Steven Stuart Susan Susanne Suzanne Sven "
    "Svenja Sylvia Sylvie Tamara Tanja Tara Teresa Thérèse Theresa Thierry Thomas Thorsten Tiffany Tim Timothy "
    "Tina Tobias Tom Tomás Torsten Tracy Ulrich Ulrike Ursula Ute Uwe Valentina Valeria Valérie Vanessa Vera "
    "Verena Veronica Veronika Véronique Vincent Vincenzo Virginie Vittoria Volker Walter Wanda Wendy Werner "
    "Wilhelm William Wolfgang Xavier Yannick Yasmin Yolanda Yves Yvonne Zoe Zoé Leah Luke Mark"
)
# Given names that are words, days or months as well: they name somebody only behind "Mr" and the like.
_WORDS_TOO: Final = listed(
    "Will Bill Art Grace Rose Hope Faith Joy May June April August Summer Dawn Rich Jack Nick Rob Sue Pat Chase "
    "Grant Drew Jade Ruby Pearl Amber Ivy Iris Daisy Lily Olive Violet Ray Gene Dean Chip Rusty Sandy Misty "
    "Victor Victoria Charlotte Austin Jackson Sydney Chelsea Jordan Georgia Virginia Florence Madison Savannah "
    "Brooklyn Dallas Houston Orlando Santiago Salvador Angel Jesus Christian Carol Holly Robin Frank Max Miles "
    "Guy Josh Tony Eve Kelly Lance Wade Reed Page Bishop Mason Cooper Harper Hunter Carter Taylor Tyler Logan "
    "Jasmine"
)
EVERY_GIVEN: Final = GIVEN | _WORDS_TOO
